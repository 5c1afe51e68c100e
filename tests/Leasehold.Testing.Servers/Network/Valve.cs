namespace Leasehold.Testing.Servers.Network;

/// <summary>Open lets pass; closed makes wait until it is opened.</summary>
internal sealed class Valve
{
    private readonly Lock _lock = new(); // guards _closed
    private TaskCompletionSource? _closed;

    public void Close()
    {
        lock (_lock)
        {
            _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            _closed?.SetResult();
            _closed = null;
        }
    }

    public Task PassAsync()
    {
        lock (_lock)
        {
            return _closed?.Task ?? Task.CompletedTask;
        }
    }
}
