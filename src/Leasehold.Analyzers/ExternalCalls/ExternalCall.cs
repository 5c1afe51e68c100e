namespace Leasehold.Analyzers;

/// <summary>A call that waits for somebody else.</summary>
/// <param name="name">How messages name it: "HttpClient.PostAsync".</param>
/// <param name="isRead">
/// Whether it only reads, by the semantics of HTTP: doing it again or not at all is harmless.
/// </param>
/// <param name="through">The method of this project that makes it; null when it is made directly.</param>
internal sealed class ExternalCall(string name, bool isRead, string? through = null)
{
    public string Name { get; } = name;

    public bool IsRead { get; } = isRead;

    /// <summary>How a message speaks of it.</summary>
    public string Description { get; } = through is null ? $"'{name}'" : $"'{through}', which calls '{name}',";

    /// <summary>The same call, seen by the caller of a method that makes it.</summary>
    public ExternalCall Through(string method) => new(Name, IsRead, method);
}
