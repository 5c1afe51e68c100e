using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>The types of a compilation that hold a connection, told by what they derive from or implement.</summary>
internal sealed class HolderTypes
{
    private static readonly (string Name, HolderKind Kind)[] Known =
    [
        ("System.Data.Common.DbConnection", HolderKind.Connection),
        ("System.Data.IDbConnection", HolderKind.Connection),
        ("System.Data.Common.DbTransaction", HolderKind.Transaction),
        ("System.Data.IDbTransaction", HolderKind.Transaction),
        ("Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction", HolderKind.Transaction),
        ("LinqToDB.Data.DataConnectionTransaction", HolderKind.Transaction),
        ("LinqToDB.DataContextTransaction", HolderKind.Transaction),
        ("System.Data.Common.DbDataReader", HolderKind.Reader),
        ("System.Data.IDataReader", HolderKind.Reader),
        ("Microsoft.EntityFrameworkCore.DbContext", HolderKind.Context),
        ("LinqToDB.Data.DataConnection", HolderKind.Context),
        ("LinqToDB.DataContext", HolderKind.Context),
        ("System.Transactions.TransactionScope", HolderKind.Scope),
        ("Leasehold.ConnectionLease", HolderKind.Lease),
        ("Leasehold.Session", HolderKind.Session),
    ];

    private readonly Dictionary<INamedTypeSymbol, HolderKind> _kinds = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<ITypeSymbol, HolderKind> _classified = new(SymbolEqualityComparer.Default);

    public HolderTypes(Compilation compilation)
    {
        foreach (var (name, kind) in Known)
        {
            if (compilation.GetTypeByMetadataName(name) is { } type)
            {
                _kinds[type] = kind;
            }
        }
    }

    /// <summary>Whether the compilation knows any such type at all.</summary>
    public bool Any => _kinds.Count > 0;

    /// <summary>What a type holds.</summary>
    public HolderKind KindOf(ITypeSymbol? type)
        => type is null || type.SpecialType != SpecialType.None || type.IsValueType
            ? HolderKind.None
            : _classified.GetOrAdd(type, Classify);

    /// <summary>What a task of a type, or the type itself, holds.</summary>
    public HolderKind KindOfResult(ITypeSymbol? type) => KindOf(Awaited(type));

    /// <summary>The type that awaiting gives; the type itself when it is no task.</summary>
    public static ITypeSymbol? Awaited(ITypeSymbol? type)
        => type is INamedTypeSymbol { TypeArguments.Length: 1, Name: "Task" or "ValueTask" } task
            && task.ContainingNamespace?.ToDisplayString() == "System.Threading.Tasks"
                ? task.TypeArguments[0]
                : type;

    private HolderKind Classify(ITypeSymbol type)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            return parameter.ConstraintTypes.Select(KindOf).FirstOrDefault(static kind => kind != HolderKind.None);
        }

        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            if (_kinds.TryGetValue(current.OriginalDefinition, out var kind))
            {
                return kind;
            }
        }

        foreach (var implemented in type.AllInterfaces)
        {
            if (_kinds.TryGetValue(implemented.OriginalDefinition, out var kind))
            {
                return kind;
            }
        }

        return HolderKind.None;
    }
}
