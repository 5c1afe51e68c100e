using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>The types of ADO.NET, EF Core, linq2db, System.Transactions and Leasehold that hold a connection.</summary>
/// <remarks>Thread-safe; each type is classified once.</remarks>
internal sealed class DatabaseSymbols
{
    private static readonly (string Name, HeldKind Kind)[] Known =
    [
        ("System.Data.Common.DbConnection", HeldKind.Connection),
        ("System.Data.IDbConnection", HeldKind.Connection),
        ("System.Data.Common.DbTransaction", HeldKind.Transaction),
        ("System.Data.IDbTransaction", HeldKind.Transaction),
        ("Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction", HeldKind.Transaction),
        ("LinqToDB.Data.DataConnectionTransaction", HeldKind.Transaction),
        ("LinqToDB.DataContextTransaction", HeldKind.Transaction),
        ("NHibernate.ITransaction", HeldKind.Transaction),
        ("System.Data.Common.DbDataReader", HeldKind.Reader),
        ("System.Data.IDataReader", HeldKind.Reader),
        ("Dapper.SqlMapper+GridReader", HeldKind.Reader),
        ("Microsoft.EntityFrameworkCore.DbContext", HeldKind.Context),
        ("LinqToDB.Data.DataConnection", HeldKind.Context),
        ("LinqToDB.DataContext", HeldKind.Context),
        ("LinqToDB.IDataContext", HeldKind.Context),
        ("System.Transactions.TransactionScope", HeldKind.Scope),
        ("Leasehold.ConnectionLease", HeldKind.Lease),
        ("Leasehold.Session", HeldKind.Session),
    ];

    private readonly Dictionary<INamedTypeSymbol, HeldKind> _kinds = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, HeldKind> _classified = new(SymbolEqualityComparer.Default);
    private readonly ImmutableArray<INamedTypeSymbol> _commands;

    public DatabaseSymbols(Compilation compilation)
    {
        foreach (var (name, kind) in Known)
        {
            if (compilation.GetTypeByMetadataName(name) is { } type)
            {
                _kinds[type] = kind;
            }
        }

        _commands = compilation.Known(
            "System.Data.IDbCommand", "System.Data.Common.DbCommand", "System.Data.Common.DbBatch");
        DataSource = compilation.GetTypeByMetadataName("System.Data.Common.DbDataSource");
        EfDatabase = compilation.GetTypeByMetadataName("Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade");
        Pools = compilation.GetTypeByMetadataName("Leasehold.ConnectionPools");
        Staged = compilation.GetTypeByMetadataName("Leasehold.StagedOperations");
    }

    /// <summary>Whether the compilation knows any such type at all.</summary>
    public bool Any => _kinds.Count > 0;

    public INamedTypeSymbol? DataSource { get; }

    /// <summary>EF Core's <c>DbContext.Database</c>.</summary>
    public INamedTypeSymbol? EfDatabase { get; }

    public INamedTypeSymbol? Pools { get; }

    public INamedTypeSymbol? Staged { get; }

    /// <summary>What a type holds, or may.</summary>
    public HeldKind KindOf(ITypeSymbol? type) =>
        type is null || type.SpecialType != SpecialType.None || type.IsValueType
            ? HeldKind.None
            : _classified.GetOrAdd(type, Classify);

    public bool IsConnection(ITypeSymbol? type) => KindOf(type) == HeldKind.Connection;

    public bool IsTransaction(ITypeSymbol? type) => KindOf(type) == HeldKind.Transaction;

    public bool IsReader(ITypeSymbol? type) => KindOf(type) == HeldKind.Reader;

    public bool IsContext(ITypeSymbol? type) => KindOf(type) == HeldKind.Context;

    public bool IsCommand(ITypeSymbol? type) => type.IsAny(_commands);

    /// <summary>Whether it has to do with a database at all.</summary>
    public bool IsOfDatabase(ITypeSymbol type) =>
        KindOf(type) != HeldKind.None || type.Is(DataSource) || type.Is(Pools);

    /// <summary>What an object of this type holds for as long as it lives; null when that depends.</summary>
    public HeldKind? AlwaysHeld(ITypeSymbol? type) => KindOf(type) switch
    {
        HeldKind.None or HeldKind.Connection or HeldKind.Context or HeldKind.Reader => null,
        var kind => kind,
    };

    private HeldKind Classify(ITypeSymbol type)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            return parameter.ConstraintTypes.Select(KindOf).FirstOrDefault(static kind => kind != HeldKind.None);
        }

        foreach (var one in type.AndItsBases().OfType<INamedTypeSymbol>())
        {
            if (_kinds.TryGetValue(one.OriginalDefinition, out var kind))
            {
                return kind;
            }
        }

        return HeldKind.None;
    }
}
