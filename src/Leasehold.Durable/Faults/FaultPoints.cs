using System.ComponentModel;

namespace Leasehold.Durable.Faults;

/// <summary>
/// Named points before and after every await of stage code, at which a test can throw, cancel, hang or kill.
/// </summary>
/// <remarks>
/// Thread-safe. Off, a point costs one read of a static field. Turned on in a process by <see cref="Use"/>, or from
/// outside by the environment variable <c>LEASEHOLD_FAULT</c>: <c>{point or *}:{n}:{throw|cancel|hang|kill}</c>, or
/// several of these separated by semicolons.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public static class FaultPoints
{
    private static volatile Func<string, CancellationToken, Task>? s_hook = FaultTrigger.FromEnvironment();

    /// <summary>Every point of this package, in the order of an operation's life.</summary>
    public static IReadOnlyList<string> All => FaultPoint.All;

    /// <summary>Runs a hook at every point until disposed; one at a time.</summary>
    /// <param name="hook">Gets the point's name and the token of the work around it.</param>
    public static IDisposable Use(Func<string, CancellationToken, Task> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        s_hook = hook;
        return new Usage(hook);
    }

    /// <summary>Passes a point; services may have points of their own.</summary>
    /// <param name="point">Its name.</param>
    /// <param name="cancellationToken">The token of the work around it.</param>
    public static ValueTask PassAsync(string point, CancellationToken cancellationToken)
        => s_hook is { } hook ? new ValueTask(hook(point, cancellationToken)) : default;

    private sealed class Usage(Func<string, CancellationToken, Task> hook) : IDisposable
    {
        public void Dispose()
        {
            if (ReferenceEquals(s_hook, hook))
            {
                s_hook = null;
            }
        }
    }
}
