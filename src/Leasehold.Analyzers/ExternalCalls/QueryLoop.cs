using Microsoft.CodeAnalysis.Text;

namespace Leasehold.Analyzers;

/// <summary>A loop whose query stays open, and with it its connection, until the loop has ended.</summary>
/// <param name="body">What is repeated.</param>
/// <param name="query">How messages name it: "the rows of 'reader'".</param>
/// <param name="reader">The reader, where its disposal inside of the loop can be followed.</param>
internal sealed class QueryLoop(TextSpan body, string query, Place? reader)
{
    public TextSpan Body { get; } = body;

    public string Query { get; } = query;

    public Place? Reader { get; } = reader;
}
