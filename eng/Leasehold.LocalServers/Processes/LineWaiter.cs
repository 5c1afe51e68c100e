namespace Leasehold.LocalServers.Processes;

internal sealed class LineWaiter(Func<string, bool> matches)
{
    private readonly TaskCompletionSource<string?> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string?> Line => _line.Task;

    public void Offer(string line)
    {
        if (matches(line))
        {
            _line.TrySetResult(line);
        }
    }

    public void GiveUp() => _line.TrySetResult(null);
}
