using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>Tells the methods of LINQ, EF Core, linq2db and Dapper by the symbols they are.</summary>
internal sealed class QueryTypes(Compilation compilation)
{
    private readonly INamedTypeSymbol? _queryable = compilation.GetTypeByMetadataName("System.Linq.Queryable");
    private readonly INamedTypeSymbol? _query = compilation.GetTypeByMetadataName("System.Linq.IQueryable`1");
    private readonly INamedTypeSymbol? _ordered = compilation.GetTypeByMetadataName("System.Linq.IOrderedQueryable`1");
    private readonly INamedTypeSymbol? _dapper = compilation.GetTypeByMetadataName("Dapper.SqlMapper");

    private readonly INamedTypeSymbol?[] _tables =
    [
        compilation.GetTypeByMetadataName("Microsoft.EntityFrameworkCore.DbSet`1"),
        compilation.GetTypeByMetadataName("LinqToDB.ITable`1"),
    ];

    /// <summary>The class with the extension for the newest row, where the project refers to it.</summary>
    public string? LatestExtension { get; } = Find(compilation.GlobalNamespace, "Leasehold", "EntityFrameworkCore")
        ?.GetTypeMembers()
        .FirstOrDefault(static t => !t.GetMembers("LatestOrDefaultAsync").IsEmpty)
        ?.Name;

    public bool IsDapper(IMethodSymbol method)
        => _dapper is not null && SymbolEqualityComparer.Default.Equals(method.ContainingType, _dapper);

    /// <summary>A LINQ operator over IQueryable: of the framework, EF Core or linq2db.</summary>
    public bool IsOperator(IMethodSymbol method)
        => method.IsExtensionMethod
            && method.Parameters.Length > 0
            && IsQuery(method.Parameters[0].Type)
            && (SymbolEqualityComparer.Default.Equals(method.ContainingType, _queryable) || IsOfMapper(method));

    public bool IsTable(ITypeSymbol? type)
        => type is INamedTypeSymbol named
            && _tables.Any(t => t is not null && SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, t));

    public bool IsQuery(ITypeSymbol? type)
        => _query is not null
            && type is not null
            && (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, _query)
                || type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, _query)));

    /// <summary>Exactly IOrderedQueryable: linq2db's tables implement it too, without an order.</summary>
    public bool IsOrdered(ITypeSymbol? type)
        => type is not null && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, _ordered);

    private static INamespaceSymbol? Find(INamespaceSymbol root, params string[] names)
    {
        INamespaceSymbol? space = root;
        foreach (var name in names)
        {
            space = space?.GetNamespaceMembers().FirstOrDefault(n => n.Name == name);
        }

        return space;
    }

    private static bool IsOfMapper(IMethodSymbol method)
    {
        var space = method.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            if (space.Name == "EntityFrameworkCore" && space.ContainingNamespace.Name == "Microsoft")
            {
                return true;
            }

            space = space.ContainingNamespace;
        }

        return space?.Name == "LinqToDB";
    }
}
