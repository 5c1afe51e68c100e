using System.Globalization;
using Leasehold.Durable;

namespace Leasehold.Testing;

/// <summary>Does one thing at the n-th passing of a step of stage code.</summary>
/// <remarks>
/// Thread-safe. Says so first on standard error, for who looks from outside:
/// <c>leasehold-fault {n} {step} {action}</c>.
/// </remarks>
public sealed class FaultPlan : IStepObserver
{
    private readonly string _step;
    private readonly int _passing;
    private readonly string _action;
    private readonly FaultPlan? _next;
    private int _passed;

    private FaultPlan(string step, int passing, string action, FaultPlan? next)
    {
        _step = step;
        _passing = passing;
        _action = action;
        _next = next;
    }

    /// <summary>Reads what to do where.</summary>
    /// <param name="text">
    /// <c>{step or *}:{n}:{throw|cancel|hang|kill}</c>, or several of these separated by semicolons, which pass their
    /// steps independently of each other. A <c>kill</c> ends this very process as SIGKILL does.
    /// </param>
    /// <exception cref="FormatException">It is no plan.</exception>
    public static FaultPlan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(';').Reverse().Aggregate(default(FaultPlan), ParseOne)!;
    }

    private static FaultPlan ParseOne(FaultPlan? next, string text)
        => text.Split(':') is [{ Length: > 0 } step, var passing, "throw" or "cancel" or "hang" or "kill"] parts
            && int.TryParse(passing, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
                ? new FaultPlan(step, number, parts[2], next)
                : throw new FormatException(
                    $"'{text}' is no plan of a fault; it must be {{step or *}}:{{n}}:{{throw|cancel|hang|kill}}.");

    /// <inheritdoc/>
    public async ValueTask PassAsync(string step, CancellationToken cancellationToken)
    {
        if ((_step != "*" && _step != step) || Interlocked.Increment(ref _passed) != _passing)
        {
            if (_next is not null)
            {
                await _next.PassAsync(step, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        await Console.Error.WriteLineAsync($"leasehold-fault {_passing} {step} {_action}").ConfigureAwait(false);
        await Console.Error.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        switch (_action)
        {
            case "throw":
                throw new InjectedFaultException($"Injected at {step}.") { Step = step };
            case "cancel":
                throw new OperationCanceledException($"Injected at {step}.", cancellationToken);
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
