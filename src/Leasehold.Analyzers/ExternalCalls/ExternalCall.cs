namespace Leasehold.Analyzers;

/// <summary>A call that waits for somebody else.</summary>
/// <param name="name">How messages name it: "HttpClient.PostAsync".</param>
/// <param name="isRead">
/// Whether it only reads, by the semantics of HTTP: doing it again or not at all is harmless.
/// </param>
/// <param name="through">The method of this project that makes it; null when it is made directly.</param>
internal sealed class ExternalCall(string name, bool isRead, string? through = null)
{
    private static readonly string[] Reads =
        ["Get", "Read", "Download", "List", "Query", "Search", "Find", "Exists", "Head", "Fetch", "WaitFor", "Load"];

    public string Name { get; } = name;

    public bool IsRead { get; } = isRead;

    /// <summary>The same call, made by somebody who only reads.</summary>
    public ExternalCall AsRead() => IsRead ? this : new ExternalCall(Name, isRead: true, through);

    /// <summary>Whether a method of this name says that it changes nothing on the other side.</summary>
    public static bool IsOfReading(string method) =>
        Reads.Any(verb => method.StartsWith(verb, StringComparison.Ordinal));

    /// <summary>How a message speaks of it.</summary>
    public string Description { get; } = through is null ? $"'{name}'" : $"'{through}', which calls '{name}',";

    /// <summary>The same call, seen by the caller of a method that makes it.</summary>
    public ExternalCall Through(string method) => new(Name, IsRead, method);
}
