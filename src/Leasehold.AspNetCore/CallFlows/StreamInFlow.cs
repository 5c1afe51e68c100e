using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Leasehold.AspNetCore;

/// <summary>Makes a stream in a flow, though its items are asked for outside of it.</summary>
internal static class StreamInFlow
{
    private static readonly ConcurrentDictionary<Type, Type?> Wrappers = new();

    /// <summary>The result of a hub method: a stream in the flow, anything else as it is.</summary>
    public static object? Wrap(object? result, string name, Workload workload)
        => result is not null && Wrappers.GetOrAdd(result.GetType(), WrapperOf) is { } wrapper
            ? Activator.CreateInstance(wrapper, result, name, workload)
            : result;

    [UnconditionalSuppressMessage(
        "AOT",
        "IL3050",
        Justification = "SignalR itself streams items of value types only where code can be made at run time.")]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A stream that is there has its interface.")]
    private static Type? WrapperOf(Type type)
    {
        var item = type.GetInterfaces()
            .FirstOrDefault(static t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
            ?.GenericTypeArguments[0];
        return item is null || (item.IsValueType && !RuntimeFeature.IsDynamicCodeSupported)
            ? null
            : typeof(Of<>).MakeGenericType(item);
    }

    private sealed class Of<T>(IAsyncEnumerable<T> inner, string name, Workload workload) : IAsyncEnumerable<T>
    {
        public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            // One for all items, so that what is held from one to the next is held by it.
            using var flow = Flow.Begin(name, workload);
            var items = inner.GetAsyncEnumerator(cancellationToken);
            await using (items.ConfigureAwait(false))
            {
                while (await NextAsync(items, flow).ConfigureAwait(false))
                {
                    yield return items.Current;
                }
            }
        }

        private static async ValueTask<bool> NextAsync(IAsyncEnumerator<T> items, Flow flow)
        {
            flow.Resume();
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
    }
}
