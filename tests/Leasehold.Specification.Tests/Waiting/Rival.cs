namespace Leasehold.Specification.Tests.Waiting;

/// <summary>
/// A thread of its own that acts at the same moment as the test does: a pool thread would start too late.
/// </summary>
internal sealed class Rival : IDisposable
{
    private readonly Barrier _start = new(2);
    private readonly Barrier _end = new(2);
    private readonly Thread _thread;
    private volatile bool _isOver;
    private Action? _act;

    public Rival()
    {
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public void Start(Action act)
    {
        _act = act;
        _start.SignalAndWait();
    }

    public void Join() => _end.SignalAndWait();

    public void Dispose()
    {
        _isOver = true;
        _start.SignalAndWait();
        _thread.Join();
        _start.Dispose();
        _end.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _start.SignalAndWait();
            if (_isOver)
            {
                return;
            }

            _act!();
            _end.SignalAndWait();
        }
    }
}
