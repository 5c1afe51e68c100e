using System.Collections.Concurrent;
using System.Transactions;
using Leasehold.MySql;
using Leasehold.Providers;
using MySqlConnector;
using Npgsql;

namespace Leasehold.Scenarios.Soak.Watching;

/// <summary>What callers were told: errors that the faults and the full pools explain, and others.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ErrorLog
{
    private const int Kept = 5;
    private const int BriefLength = 160;
    private readonly ConcurrentDictionary<string, int> _expected = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _first = new();
    private int _unexpected;

    public int Unexpected => Volatile.Read(ref _unexpected);

    /// <summary>How often each kind came.</summary>
    public IReadOnlyDictionary<string, int> Expected => _expected;

    /// <summary>The first unexpected ones.</summary>
    public IEnumerable<string> First => _first;

    public static string Brief(Exception exception)
    {
        var innermost = exception.GetBaseException();
        var text = $"{exception.GetType().Name}/{innermost.GetType().Name}: {innermost.Message.Split('\n')[0]}";
        return text.Length > BriefLength ? text[..BriefLength] : text;
    }

    /// <param name="exception">What was thrown.</param>
    /// <param name="doing">By what.</param>
    /// <param name="provider">Who knows what it means.</param>
    /// <param name="isDisturbed">Whether the caller was cancelled or interrupted.</param>
    public void Add(Exception exception, string doing, DatabaseProvider provider, bool isDisturbed)
    {
        if (Kind(exception, provider, isDisturbed) is { } kind)
        {
            _expected.AddOrUpdate(kind, 1, static (_, count) => count + 1);
            return;
        }

        if (Interlocked.Increment(ref _unexpected) <= Kept)
        {
            _first.Enqueue($"{doing}: {exception}");
        }
    }

    private static bool IsFrom(Exception exception, string place)
        => exception.StackTrace?.Contains(place, StringComparison.Ordinal) == true;

    private static string? Kind(Exception exception, DatabaseProvider provider, bool isDisturbed)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case ChangedMindException:
                    return "changed its mind";
                case PoolExhaustedException:
                    return "exhausted";
                case ConnectTimeoutException:
                    return "connect time-out";
                case CommitOutcomeUnknownException when provider.Dialect.IsShared:
                    // A file has no line that could break.
                    return "commit unknown";
                case CallOutcomeUnknownException:
                    return "call unknown";
                case TransactionAbortedException or TransactionInDoubtException when provider.Dialect.IsShared:
                    return "scope aborted";
                case InvalidOperationException when provider is MySqlProvider && IsFrom(e, "System.Transactions."):
                    // The driver rolls back on a connection that it knows to be broken.
                    return "scope aborted";
                case NpgsqlException when e.Message.Contains("SSL negotiation", StringComparison.Ordinal):
                    // What a server that ends says instead of the answer.
                    return "connection broken";
                case MySqlException { ErrorCode: MySqlErrorCode.QueryInterrupted } when isDisturbed:
                    // Its own cancellation: come late, it meets the statement that the driver lets it run out in.
                case OperationCanceledException or ThreadInterruptedException when isDisturbed:
                    return "cancelled";
            }
        }

        // No fault lasts as long as a command may take, and the servers admit more than the budgets: neither is here.
        // A file's "broken" would be one that cannot be read.
        return provider.Classify(exception) switch
        {
            DatabaseErrorKind.ConnectionBroken when provider.Dialect.IsShared => "connection broken",
            DatabaseErrorKind.Transient => "transient",
            _ => null,
        };
    }
}
