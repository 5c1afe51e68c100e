namespace Leasehold.Durable;

/// <summary>The fence held: another owner has the operation. Undoes the session before user code runs.</summary>
internal sealed class StaleOwnerException : Exception;
