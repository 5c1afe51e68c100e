using System.Net.Mime;

namespace Leasehold.ServiceDefaults.Reference;

/// <summary>One status that a route may answer with.</summary>
/// <param name="Status">The status.</param>
/// <param name="Description">When.</param>
/// <param name="Type">The body's type; null for a problem.</param>
/// <param name="Example">A body, as JSON.</param>
public sealed record AnswerInfo(int Status, string Description, Type? Type, string? Example)
{
    /// <summary>What the body may come as; JSON where nothing is said.</summary>
    public IReadOnlyList<string> MediaTypes { get; init; } = [MediaTypeNames.Application.Json];

    /// <summary>A refusal, as problem details.</summary>
    /// <param name="status">The status.</param>
    /// <param name="description">When.</param>
    public static AnswerInfo Problem(int status, string description) => new(status, description, null, null);
}
