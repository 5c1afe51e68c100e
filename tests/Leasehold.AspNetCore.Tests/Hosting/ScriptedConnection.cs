using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Leasehold.AspNetCore.Tests;

/// <summary>A connection to a <see cref="ScriptedProvider"/>.</summary>
internal sealed class ScriptedConnection(ScriptedProvider provider) : DbConnection
{
    private ConnectionState _state;

    [AllowNull]
    public override string ConnectionString { get; set; } = "";

    public override string Database => "scripted";

    public override string DataSource => "scripted";

    public override string ServerVersion => "1";

    public override ConnectionState State => _state;

    public override void Open() => OpenAsync(CancellationToken.None).GetAwaiter().GetResult();

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        await provider.OnOpen(cancellationToken);
        Become(ConnectionState.Open);
    }

    public override void Close() => Become(ConnectionState.Closed);

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
        => throw new NotSupportedException();

    protected override DbCommand CreateDbCommand() => new ScriptedCommand(provider) { Connection = this };

    protected override void Dispose(bool disposing)
    {
        Close();
        base.Dispose(disposing);
    }

    private void Become(ConnectionState state)
    {
        var before = _state;
        _state = state;
        if (before != state)
        {
            OnStateChange(new StateChangeEventArgs(before, state));
        }
    }
}
