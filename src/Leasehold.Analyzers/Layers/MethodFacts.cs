using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>What a method does by itself, and whom it calls.</summary>
internal sealed class MethodFacts
{
    /// <summary>The first external call that it waits for; one that has an effect outweighs one that reads.</summary>
    public ExternalCall? Call { get; set; }

    /// <summary>Whether it only reads: by its name, or by the one verb of HTTP that it mentions.</summary>
    public bool IsReading { get; set; }

    /// <summary>What it waits for beside calls: "a delay".</summary>
    public string? Wait { get; set; }

    /// <summary>Whether it saves under a token that it is given.</summary>
    public bool SavesUnderToken { get; set; }

    /// <summary>The methods of this compilation that it calls, and waits for.</summary>
    public List<IMethodSymbol> Callees { get; } = [];

    /// <summary>Those of them to which it passes its token on.</summary>
    public List<IMethodSymbol> UnderToken { get; } = [];
}
