using System.Data.Common;
using System.Diagnostics;
using Leasehold.Scenarios.Serving.Holds;

namespace Leasehold.Scenarios.Serving.HandWritten;

/// <summary>An open connection and how long it is held.</summary>
internal sealed class HeldConnection : IAsyncDisposable
{
    private readonly SemaphoreSlim? _turn;
    private readonly HoldRecorder? _holds;
    private readonly long _takenAt = Stopwatch.GetTimestamp();

    public HeldConnection(DbConnection connection, SemaphoreSlim? turn, HoldRecorder? holds)
    {
        Connection = connection;
        _turn = turn;
        _holds = holds;
        holds?.Taken();
    }

    public DbConnection Connection { get; }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Connection.DisposeAsync();
        }
        finally
        {
            _turn?.Release();
            _holds?.Returned(Stopwatch.GetElapsedTime(_takenAt));
        }
    }
}
