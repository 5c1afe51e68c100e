using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>The types of ADO.NET, EF Core, linq2db, System.Transactions and Leasehold that hold a connection.</summary>
internal sealed class DatabaseSymbols(Compilation compilation)
{
    private readonly ImmutableArray<INamedTypeSymbol> _connections = compilation.Known(
        "System.Data.IDbConnection", "System.Data.Common.DbConnection");

    private readonly ImmutableArray<INamedTypeSymbol> _transactions = compilation.Known(
        "System.Data.IDbTransaction",
        "System.Data.Common.DbTransaction",
        "Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction",
        "LinqToDB.Data.DataConnectionTransaction",
        "LinqToDB.DataContextTransaction");

    private readonly ImmutableArray<INamedTypeSymbol> _readers = compilation.Known(
        "System.Data.IDataReader", "System.Data.Common.DbDataReader");

    private readonly ImmutableArray<INamedTypeSymbol> _commands = compilation.Known(
        "System.Data.IDbCommand", "System.Data.Common.DbCommand", "System.Data.Common.DbBatch");

    private readonly ImmutableArray<INamedTypeSymbol> _contexts = compilation.Known(
        "Microsoft.EntityFrameworkCore.DbContext", "LinqToDB.IDataContext");

    public INamedTypeSymbol? DataSource { get; } =
        compilation.GetTypeByMetadataName("System.Data.Common.DbDataSource");

    public INamedTypeSymbol? TransactionScope { get; } =
        compilation.GetTypeByMetadataName("System.Transactions.TransactionScope");

    /// <summary>EF Core's <c>DbContext.Database</c>.</summary>
    public INamedTypeSymbol? EfDatabase { get; } =
        compilation.GetTypeByMetadataName("Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade");

    public INamedTypeSymbol? EfContext { get; } =
        compilation.GetTypeByMetadataName("Microsoft.EntityFrameworkCore.DbContext");

    public INamedTypeSymbol? Lease { get; } = compilation.GetTypeByMetadataName("Leasehold.ConnectionLease");

    public INamedTypeSymbol? Session { get; } = compilation.GetTypeByMetadataName("Leasehold.Session");

    public INamedTypeSymbol? Pools { get; } = compilation.GetTypeByMetadataName("Leasehold.ConnectionPools");

    public INamedTypeSymbol? Staged { get; } = compilation.GetTypeByMetadataName("Leasehold.StagedOperations");

    public bool IsConnection(ITypeSymbol? type) => type.IsAny(_connections);

    public bool IsTransaction(ITypeSymbol? type) => type.IsAny(_transactions);

    public bool IsReader(ITypeSymbol? type) => type.IsAny(_readers);

    public bool IsCommand(ITypeSymbol? type) => type.IsAny(_commands);

    /// <summary>Whether it is an EF Core context, or linq2db's data connection or context.</summary>
    public bool IsContext(ITypeSymbol? type) => type.IsAny(_contexts);

    /// <summary>What an object of this type holds for as long as it lives; null when that depends.</summary>
    public HeldKind? AlwaysHeld(ITypeSymbol? type)
    {
        if (type is null || type.SpecialType != SpecialType.None)
        {
            return null;
        }

        return type.Is(Session) ? HeldKind.Session
            : type.Is(Lease) ? HeldKind.Lease
            : type.Is(TransactionScope) ? HeldKind.TransactionScope
            : IsTransaction(type) ? HeldKind.Transaction
            : null;
    }
}
