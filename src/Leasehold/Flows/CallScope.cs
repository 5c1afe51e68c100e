namespace Leasehold.Flows;

/// <summary>Marks what runs inside stage 2, where no connection may be leased.</summary>
/// <remarks>
/// Set inside the async method that runs the call, so that parallel branches of the same flow are not marked; ended
/// explicitly, so that work the call left running is not marked for ever.
/// </remarks>
internal sealed class CallScope : IDisposable
{
    private volatile bool _hasEnded;

    public bool HasEnded => _hasEnded;

    public static CallScope Enter()
    {
        var scope = new CallScope();
        var ambient = Ambient.Current;
        Ambient.Current = new Ambient(ambient?.Flow, scope, ambient?.Holder);
        return scope;
    }

    public void Dispose() => _hasEnded = true;
}
