namespace Leasehold.Sight;

/// <summary>Tells that a pool is exhausted to whoever keeps a record of it.</summary>
internal sealed class Incidents
{
    private Action<string>? _keep;

    /// <summary>From now on this one is told.</summary>
    public void TellTo(Action<string> keep) => _keep = keep;

    public void Report(string message) => _keep?.Invoke(message);
}
