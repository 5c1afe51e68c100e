using System.Data;
using System.Data.Common;
using Leasehold.Providers;

namespace Leasehold.AspNetCore.Tests;

/// <summary>A database that does what the test says: hangs, refuses, breaks at commit.</summary>
internal sealed class ScriptedProvider : DatabaseProvider
{
    public Func<CancellationToken, Task> OnOpen { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> OnQuery { get; set; } = _ => Task.CompletedTask;

    public Func<Task> OnCommit { get; set; } = () => Task.CompletedTask;

    public override SqlDialect Dialect { get; } = new()
    {
        SystemName = "scripted",
        UtcNow = "now()",
        ForUpdateSkipLocked = "",
        HasReturning = true,
        HasSingleWriter = false,
        IsShared = true,
    };

    public override DriverPool CreatePool(DriverPoolSettings settings) => new ScriptedPool(this);

    public override DatabaseErrorKind Classify(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is ScriptedException scripted)
            {
                return scripted.Kind;
            }
        }

        return DatabaseErrorKind.Other;
    }

    public override ValueTask<DbTransaction> BeginAsync(
        DbConnection connection, bool readOnly, IsolationLevel isolationLevel, CancellationToken cancellationToken)
        => new(new ScriptedTransaction(this, connection));

    private sealed class ScriptedPool(ScriptedProvider provider) : DriverPool
    {
        public override bool ChecksOnOpen => true;

        public override DbConnection CreateConnection() => new ScriptedConnection(provider);

        public override DbCommand CreateCommand() => throw new NotSupportedException();

        public override void Clear()
        {
        }

        public override ValueTask DisposeAsync() => default;
    }

    private sealed class ScriptedTransaction(ScriptedProvider provider, DbConnection connection) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

        protected override DbConnection DbConnection => connection;

        public override void Commit() => throw new NotSupportedException();

        public override Task CommitAsync(CancellationToken cancellationToken = default) => provider.OnCommit();

        public override void Rollback()
        {
        }
    }
}
