using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Calls that wait for a clock, for another thread or for a person.</summary>
internal sealed class WaitSymbols(Compilation compilation)
{
    private static readonly Dictionary<string, (string What, string[] Methods)> Waits = new(StringComparer.Ordinal)
    {
        ["System.Threading.Tasks.Task"] = ("a delay", ["Delay"]),
        ["System.Threading.Thread"] = ("a delay", ["Sleep"]),
        ["System.Threading.PeriodicTimer"] = ("a timer", ["WaitForNextTickAsync"]),
        ["System.Threading.SemaphoreSlim"] = ("a lock", ["Wait", "WaitAsync"]),
        ["System.Threading.WaitHandle"] = ("a lock", ["WaitOne", "WaitAny", "WaitAll"]),
        ["System.Threading.ManualResetEventSlim"] = ("a lock", ["Wait"]),
        ["System.Threading.CountdownEvent"] = ("a lock", ["Wait"]),
        ["System.Threading.Barrier"] = ("a lock", ["SignalAndWait"]),
        ["System.Threading.ReaderWriterLockSlim"] =
            ("a lock", ["EnterReadLock", "EnterWriteLock", "EnterUpgradeableReadLock"]),
        ["System.Threading.RateLimiting.RateLimiter"] = ("a rate limit", ["AcquireAsync"]),
        ["System.Threading.Channels.ChannelReader`1"] = ("a channel", ["ReadAsync", "WaitToReadAsync", "ReadAllAsync"]),
        ["System.Threading.Channels.ChannelWriter`1"] = ("a channel", ["WriteAsync", "WaitToWriteAsync"]),
        ["System.Collections.Concurrent.BlockingCollection`1"] =
            ("a queue", ["Take", "Add", "GetConsumingEnumerable"]),
        ["System.Console"] = ("somebody at the console", ["ReadLine", "ReadKey", "Read"]),
        ["Microsoft.JSInterop.IJSRuntime"] = ("the browser", ["InvokeAsync"]),
        ["Microsoft.JSInterop.JSRuntimeExtensions"] = ("the browser", ["InvokeAsync", "InvokeVoidAsync"]),
    };

    private readonly Dictionary<INamedTypeSymbol, (string What, string[] Methods)> _known = Known(compilation);

    /// <summary>What the call waits for; null when it does not, or not longer than zero.</summary>
    public string? Of(IInvocationOperation invocation)
    {
        var method = invocation.Declared();
        if (method.ContainingType is not { } type
            || !_known.TryGetValue(type.OriginalDefinition, out var wait)
            || !wait.Methods.Contains(method.Name, StringComparer.Ordinal)
            || IsOver(invocation))
        {
            return null;
        }

        return wait.What;
    }

    private static Dictionary<INamedTypeSymbol, (string What, string[] Methods)> Known(Compilation compilation)
    {
        var known = new Dictionary<INamedTypeSymbol, (string What, string[] Methods)>(SymbolEqualityComparer.Default);
        foreach (var wait in Waits)
        {
            if (compilation.GetTypeByMetadataName(wait.Key) is { } type)
            {
                known[type] = wait.Value;
            }
        }

        return known;
    }

    // A wait of zero only tries; and who gives a delay to WhenAny bounds something else with it.
    private static bool IsOver(IInvocationOperation invocation) =>
        invocation.Arguments.FirstOrDefault() is { } first && IsZero(first.Value.WithoutConversion())
        || IsGivenToWhenAny(invocation);

    private static bool IsZero(IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: 0 or 0L }
        || value is IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } };

    private static bool IsGivenToWhenAny(IOperation operation)
    {
        for (var user = operation.Parent; user is not null; user = user.Parent)
        {
            switch (user)
            {
                case IInvocationOperation { TargetMethod: { Name: "WhenAny", ContainingType.Name: "Task" } }:
                    return true;
                case IArgumentOperation or IConversionOperation or IArrayInitializerOperation
                    or IArrayCreationOperation:
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }
}
