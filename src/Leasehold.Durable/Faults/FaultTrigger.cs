using System.Globalization;

namespace Leasehold.Durable.Faults;

/// <summary>
/// Does one thing at the n-th passing of a point, as the environment says, and tells so on standard error.
/// </summary>
/// <remarks>Thread-safe. Several, separated by semicolons, pass their points independently of each other.</remarks>
internal sealed class FaultTrigger
{
    public const string Variable = "LEASEHOLD_FAULT";

    private readonly string _point;
    private readonly int _passing;
    private readonly string _action;
    private readonly FaultTrigger? _next;
    private int _passed;

    private FaultTrigger(string point, int passing, string action, FaultTrigger? next)
    {
        _point = point;
        _passing = passing;
        _action = action;
        _next = next;
    }

    public static Func<string, CancellationToken, Task>? FromEnvironment()
        => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? Parse(text).PassAsync : null;

    /// <summary>Reads what to do where.</summary>
    /// <exception cref="FormatException">It is not <c>{point or *}:{n}:{action}</c>, or several of these.</exception>
    public static FaultTrigger Parse(string text)
        => text.Split(';').Reverse().Aggregate(default(FaultTrigger), ParseOne)!;

    private static FaultTrigger ParseOne(FaultTrigger? next, string text)
        => text.Split(':') is [{ Length: > 0 } point, var passing, "throw" or "cancel" or "hang" or "kill"] parts
            && int.TryParse(passing, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
                ? new FaultTrigger(point, number, parts[2], next)
                : throw new FormatException(
                    $"{Variable} has '{text}'; it must be {{point or *}}:{{n}}:{{throw|cancel|hang|kill}}.");

    public async Task PassAsync(string point, CancellationToken cancellationToken)
    {
        if ((_point != "*" && _point != point) || Interlocked.Increment(ref _passed) != _passing)
        {
            await (_next?.PassAsync(point, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            return;
        }

        await Console.Error.WriteLineAsync($"leasehold-fault {_passing} {point} {_action}").ConfigureAwait(false);
        await Console.Error.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        switch (_action)
        {
            case "throw":
                throw new InjectedFaultException(point);
            case "cancel":
                throw new OperationCanceledException($"Injected at {point}.", cancellationToken);
            case "hang":
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
                break;
            default:
                // SIGKILL on Unix: nothing is flushed, closed or handed back.
                System.Diagnostics.Process.GetCurrentProcess().Kill();
                await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false);
                break;
        }
    }
}
