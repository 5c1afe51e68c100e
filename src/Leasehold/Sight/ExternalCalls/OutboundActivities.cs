using System.Diagnostics;

namespace Leasehold.Sight.ExternalCalls;

/// <summary>Sees calls that are not HTTP by the activity sources of their clients.</summary>
/// <remarks>
/// Only looks: it never has an activity made, so that traces and the headers of messages stay as they are without it,
/// and it throws nothing into a client that is in the middle of its work. Where somebody else has the activity made,
/// the call is also seen to end.
/// </remarks>
internal sealed class OutboundActivities : IDisposable
{
    private const string Noted = "leasehold.call";

    private readonly ExternalCallGuard _guard;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _prefixes = [];
    private readonly ActivityListener _listener;

    private OutboundActivities(ExternalCallGuard guard, IEnumerable<string> sources)
    {
        _guard = guard;
        foreach (var source in sources)
        {
            if (source.EndsWith('*'))
            {
                _prefixes.Add(source[..^1]);
            }
            else
            {
                _names.Add(source);
            }
        }

        _listener = new ActivityListener
        {
            ShouldListenTo = IsWatched,
            Sample = OnStarting,
            SampleUsingParentId = OnStarting,
            ActivityStarted = OnStarted,
            ActivityStopped = static activity => (activity.GetCustomProperty(Noted) as HeldCall)?.Dispose(),
        };
    }

    /// <summary>Listens until it is disposed.</summary>
    public static OutboundActivities Listen(ExternalCallGuard guard, IEnumerable<string> sources)
    {
        var activities = new OutboundActivities(guard, sources);
        ActivitySource.AddActivityListener(activities._listener);
        return activities;
    }

    /// <summary>A name, or the beginning of names with a star at its end.</summary>
    public static bool IsValid(string? source)
        => source is { Length: > 1 and <= 255 }
            && !source.Any(char.IsWhiteSpace)
            && source.IndexOf('*', StringComparison.Ordinal) is var star
            && (star < 0 || star == source.Length - 1);

    public void Dispose() => _listener.Dispose();

    // Ours are no calls, and the framework's HTTP is seen already.
    private bool IsWatched(ActivitySource source)
        => source.Name is not (LeaseholdTracing.SourceName or "System.Net.Http")
            && (_names.Contains(source.Name)
                || _prefixes.Exists(prefix => source.Name.StartsWith(prefix, StringComparison.Ordinal)));

    private ActivitySamplingResult OnStarting<TParent>(ref ActivityCreationOptions<TParent> options)
    {
        try
        {
            if (IsCall(options.Kind) && HeldCall.IsOfInterest)
            {
                Report(CallTarget.Named(options.Source.Name));
            }
        }
        catch (Exception exception)
        {
            Trace.TraceError($"Seeing a call by its activity failed: {exception.GetType().Name}.");
        }

        return ActivitySamplingResult.None;
    }

    private static bool IsCall(ActivityKind kind) => kind is ActivityKind.Client or ActivityKind.Producer;

    // Every guard with sources has a listener, and each tells of what its own pools have lent.
    private void Report(CallTarget target)
    {
        foreach (var (flow, held) in HeldCall.Held())
        {
            var mine = held.FindAll(slot => ReferenceEquals(PoolObserver.Of(slot).Guard, _guard));
            if (mine.Count > 0)
            {
                _guard.OnCall(target, flow, mine, isReported: false, mayThrow: false);
            }
        }
    }

    private static void OnStarted(Activity activity)
    {
        if (IsCall(activity.Kind) && HeldCall.IsOfInterest && activity.GetCustomProperty(Noted) is null)
        {
            activity.SetCustomProperty(Noted, HeldCall.Begin(CallTarget.Named(activity.Source.Name)));
        }
    }
}
