namespace Leasehold.Durable;

/// <summary>
/// Operations whose arguments this instance could not read just now. It leaves them to the others for a while, or it
/// would be as likely as they to claim them when they are due again.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class UnreadRows(TimeProvider time)
{
    // Each is a parameter of every claim. Beyond it the first to come back is forgotten: then its attempts are used up
    // sooner, and no more than that.
    private const int Most = 100;

    // Guards the list.
    private readonly Lock _lock = new();
    private readonly List<(Guid Id, DateTimeOffset Until)> _rows = [];

    public void Add(Guid id, TimeSpan pause)
    {
        lock (_lock)
        {
            Forget();
            if (_rows.Count == Most)
            {
                _rows.Remove(_rows.MinBy(static row => row.Until));
            }

            _rows.Add((id, time.GetUtcNow() + pause));
        }
    }

    public IReadOnlyList<Guid> Current()
    {
        lock (_lock)
        {
            Forget();
            return _rows.Count == 0 ? [] : _rows.ConvertAll(static row => row.Id);
        }
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        _rows.RemoveAll(row => row.Until <= now);
    }
}
