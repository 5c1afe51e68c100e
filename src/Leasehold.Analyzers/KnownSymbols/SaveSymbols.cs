using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Calls that write to the database, by the type that declares them.</summary>
internal sealed class SaveSymbols(Compilation compilation, KnownSymbols known)
{
    private static readonly string[] Helpers =
    [
        "Save", "Update", "Insert", "Add", "Create", "Delete", "Remove", "Store", "Commit", "Complete", "Mark", "Set",
        "Persist", "Record", "Upsert", "Write", "Put", "Finish", "Append", "Apply", "Log",
    ];

    private readonly ImmutableArray<(INamedTypeSymbol Type, string[] Verbs)> _saves = ImmutableArray.CreateRange(
        Writers(compilation));

    /// <summary>Whether the call writes, or commits what was written.</summary>
    public bool IsSave(IInvocationOperation invocation)
    {
        var method = invocation.Declared();
        if (!method.Name.EndsWith("Async", StringComparison.Ordinal))
        {
            return false;
        }

        if (method.Name == "CommitAsync" && known.Database.IsTransaction(method.ContainingType))
        {
            return true;
        }

        foreach (var (type, verbs) in _saves)
        {
            if (verbs.Contains(method.Name, StringComparer.Ordinal) && method.ContainingType.Is(type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a method of this compilation saves under the token that it is given.</summary>
    public bool IsHelper(IInvocationOperation call) =>
        MayBeHelper(call) && known.Callees.Of(call).Any(known.Graph.SavesUnderToken);

    /// <summary>Whether a call has a name of saving, and is given a token: worth a look at what it does.</summary>
    public bool MayBeHelper(IInvocationOperation call) =>
        call.Arguments.Any(static argument => argument is
        {
            ArgumentKind: ArgumentKind.Explicit, Parameter.Type.Name: "CancellationToken",
        })
        && Helpers.Any(verb => call.TargetMethod.Name.StartsWith(verb, StringComparison.Ordinal));

    private static IEnumerable<(INamedTypeSymbol Type, string[] Verbs)> Writers(Compilation compilation)
    {
        string[] linq =
            ["InsertAsync", "UpdateAsync", "DeleteAsync", "InsertOrReplaceAsync", "InsertWithIdentityAsync"];
        (string Type, string[] Verbs)[] all =
        [
            ("Microsoft.EntityFrameworkCore.DbContext", ["SaveChangesAsync"]),
            ("Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions",
                ["ExecuteUpdateAsync", "ExecuteDeleteAsync"]),
            ("Microsoft.EntityFrameworkCore.RelationalQueryableExtensions",
                ["ExecuteUpdateAsync", "ExecuteDeleteAsync"]),
            ("Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions",
                ["ExecuteSqlAsync", "ExecuteSqlRawAsync", "ExecuteSqlInterpolatedAsync"]),
            ("Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade", ["CommitTransactionAsync"]),
            ("System.Data.Common.DbCommand", ["ExecuteNonQueryAsync"]),
            ("System.Data.Common.DbBatch", ["ExecuteNonQueryAsync"]),
            ("Dapper.SqlMapper", ["ExecuteAsync"]),
            ("LinqToDB.DataExtensions", linq),
            ("LinqToDB.LinqExtensions", linq),
            ("LinqToDB.Async.AsyncExtensions", linq),
            ("LinqToDB.Data.DataConnection", ["CommitTransactionAsync"]),
            ("LinqToDB.Data.DataConnectionExtensions", ["ExecuteAsync", "BulkCopyAsync"]),
            ("Leasehold.ConnectionPoolsSessionExtensions", ["InSessionAsync"]),
        ];
        foreach (var (name, verbs) in all)
        {
            if (compilation.GetTypeByMetadataName(name) is { } type)
            {
                yield return (type, verbs);
            }
        }
    }
}
