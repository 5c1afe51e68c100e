namespace Leasehold.PublicApi.Tests.Documentation;

/// <summary>A block of C# on a page.</summary>
/// <param name="Page">The page, relative to the root.</param>
/// <param name="Line">The line of its first line of code.</param>
/// <param name="Text">The code.</param>
/// <param name="File">The file that the page calls it, in a comment before it; null for a part of one.</param>
internal sealed record CodeBlock(string Page, int Line, string Text, string? File);
