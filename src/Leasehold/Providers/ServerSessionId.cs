namespace Leasehold.Providers;

/// <summary>A session of a database server, as the server numbers it.</summary>
/// <param name="Server">Which server, as the driver names it: two servers may number their sessions alike.</param>
/// <param name="Number">PostgreSQL's process id, MySQL's and MariaDB's thread id.</param>
public readonly record struct ServerSessionId(string Server, long Number);
