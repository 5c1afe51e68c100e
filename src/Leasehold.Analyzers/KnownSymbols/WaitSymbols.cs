using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Calls that wait for a clock, for another thread or for a person.</summary>
/// <remarks>Thread-safe; each type is looked up once.</remarks>
internal sealed class WaitSymbols(KnownSymbols known)
{
    private static readonly (string Type, string What, string Methods)[] Waits =
    [
        ("System.Threading.Tasks.Task", "a delay", "Delay"),
        ("System.Threading.Thread", "a delay", "Sleep Join"),
        ("System.Threading.SpinWait", "a delay", "SpinUntil"),
        ("System.Threading.PeriodicTimer", "a timer", "WaitForNextTickAsync"),
        ("System.Threading.SemaphoreSlim", "a lock", "Wait WaitAsync"),
        ("System.Threading.Monitor", "a lock", "Enter TryEnter Wait"),
        ("System.Threading.Lock", "a lock", "Enter EnterScope TryEnter"),
        ("System.Threading.WaitHandle", "a lock", "WaitOne WaitAny WaitAll"),
        ("System.Threading.ManualResetEventSlim", "a lock", "Wait"),
        ("System.Threading.CountdownEvent", "a lock", "Wait"),
        ("System.Threading.Barrier", "a lock", "SignalAndWait"),
        ("System.Threading.SpinLock", "a lock", "Enter"),
        ("System.Threading.ReaderWriterLock", "a lock", "AcquireReaderLock AcquireWriterLock"),
        ("System.Threading.ReaderWriterLockSlim", "a lock", "EnterReadLock EnterWriteLock EnterUpgradeableReadLock"),
        ("Nito.AsyncEx.AsyncLock", "a lock", "Lock LockAsync"),
        ("Nito.AsyncEx.AsyncSemaphore", "a lock", "Wait WaitAsync LockAsync"),
        ("Nito.AsyncEx.AsyncReaderWriterLock", "a lock", "ReaderLock ReaderLockAsync WriterLock WriterLockAsync"),
        ("Nito.AsyncEx.AsyncMonitor", "a lock", "EnterAsync WaitAsync"),
        ("NeoSmart.AsyncLock.AsyncLock", "a lock", "Lock LockAsync"),
        ("AsyncKeyedLock.AsyncKeyedLocker", "a lock", "Lock LockAsync"),
        ("DotNext.Threading.AsyncLock", "a lock", "AcquireAsync"),
        ("DotNext.Threading.AsyncExclusiveLock", "a lock", "AcquireAsync"),
        ("Microsoft.VisualStudio.Threading.AsyncSemaphore", "a lock", "EnterAsync"),
        ("Microsoft.VisualStudio.Threading.AsyncReaderWriterLock", "a lock", "ReadLockAsync WriteLockAsync"),
        ("Medallion.Threading.IDistributedLock", "a distributed lock", "Acquire AcquireAsync"),
        ("Medallion.Threading.IDistributedSemaphore", "a distributed lock", "Acquire AcquireAsync"),
        ("Medallion.Threading.DistributedLockProviderExtensions", "a distributed lock", "AcquireLock AcquireLockAsync"),
        ("RedLockNet.IDistributedLockFactory", "a distributed lock", "CreateLock CreateLockAsync"),
        ("System.Threading.RateLimiting.RateLimiter", "a rate limit", "AcquireAsync"),
        ("System.Threading.Channels.ChannelReader", "a channel", "ReadAsync WaitToReadAsync ReadAllAsync"),
        ("System.Threading.Channels.ChannelWriter", "a channel", "WriteAsync WaitToWriteAsync"),
        ("System.Collections.Concurrent.BlockingCollection", "a queue", "Take Add GetConsumingEnumerable"),
        ("System.Console", "somebody at the console", "ReadLine ReadKey Read"),
        ("Microsoft.JSInterop.IJSRuntime", "the browser", "InvokeAsync"),
        ("Microsoft.JSInterop.JSRuntimeExtensions", "the browser", "InvokeAsync InvokeVoidAsync"),
    ];

    private readonly ConcurrentDictionary<ITypeSymbol, (string Type, string What, string Methods)[]> _waits =
        new(SymbolEqualityComparer.Default);

    /// <summary>What a call waits for by itself or behind methods of this compilation; null when for nothing.</summary>
    public string? Through(IInvocationOperation call)
    {
        if (Of(call) is { } own)
        {
            return own;
        }

        // An external call that also waits for its turn is said as an external call.
        var deep = known.Calls.Of(call) is not null ? null
            : known.Callees.Of(call).Select(known.Graph.WaitIn).FirstOrDefault(static wait => wait is not null);
        return deep is null ? null : $"{deep} (in '{call.TargetMethod.Name}')";
    }

    /// <summary>What a call waits for; null when it does not, or not longer than zero.</summary>
    public string? Of(IInvocationOperation call)
    {
        var method = call.Declared();
        if (method.ContainingType is not { } type)
        {
            return null;
        }

        var what = _waits.GetOrAdd(type.OriginalDefinition, Find)
            .FirstOrDefault(wait => wait.Methods.Split(' ').Contains(method.Name, StringComparer.Ordinal)).What;
        return what is null || IsOver(call) ? null : what;
    }

    private static (string Type, string What, string Methods)[] Find(ITypeSymbol type)
    {
        var names = type.AndItsBases().OfType<INamedTypeSymbol>().Select(ExternalList.FullName).ToArray();
        return [.. Waits.Where(wait => names.Contains(wait.Type, StringComparer.Ordinal))];
    }

    // A wait of zero only tries; and who gives a delay to WhenAny bounds something else with it.
    private static bool IsOver(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault() is { } first && IsZero(first.Value.WithoutConversion())
        || call.TargetMethod.Name == "TryEnter" && call.Arguments.Length < 2
        || IsGivenToWhenAny(call);

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
