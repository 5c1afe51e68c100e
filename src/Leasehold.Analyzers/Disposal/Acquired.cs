using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>An acquisition that a method body puts into a local.</summary>
internal sealed class Acquired(
    IOperation source, SyntaxNode statement, ILocalSymbol local, HeldKind kind, bool isDeclaration)
{
    /// <summary>The expression that acquires.</summary>
    public IOperation Source { get; } = source;

    /// <summary>The syntax of the declarator or of the assignment.</summary>
    public SyntaxNode Statement { get; } = statement;

    /// <summary>The local it goes to.</summary>
    public ILocalSymbol Local { get; } = local;

    /// <summary>What it is.</summary>
    public HeldKind Kind { get; } = kind;

    /// <summary>Whether the local is declared by the very statement.</summary>
    public bool IsDeclaration { get; } = isDeclaration;
}
