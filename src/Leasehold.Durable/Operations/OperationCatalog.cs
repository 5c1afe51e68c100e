using System.Collections.Frozen;

namespace Leasehold.Durable;

/// <summary>The kinds of operations of one database, by name and by instance.</summary>
internal sealed class OperationCatalog
{
    private readonly FrozenDictionary<string, OperationType> _byKind;
    private readonly FrozenDictionary<DurableOperation, OperationType> _byOperation;

    /// <summary>Orders them.</summary>
    /// <exception cref="InvalidOperationException">Two operations share a kind.</exception>
    public OperationCatalog(IReadOnlyList<(DurableOperation Operation, OperationType Type)> types)
    {
        var twice = types
            .GroupBy(static t => t.Type.Kind, StringComparer.Ordinal)
            .FirstOrDefault(static same => same.Count() > 1);
        if (twice is not null)
        {
            throw new InvalidOperationException($"Two operations are registered as '{twice.Key}': name each its own.");
        }

        var shared = types.GroupBy(static t => t.Operation).FirstOrDefault(static same => same.Count() > 1);
        if (shared is not null)
        {
            throw new InvalidOperationException(
                $"{shared.Key.GetType().Name} is registered under two kinds: derive a class for each.");
        }

        _byKind = types.ToFrozenDictionary(static t => t.Type.Kind, static t => t.Type, StringComparer.Ordinal);
        _byOperation = types.ToFrozenDictionary(static t => t.Operation, static t => t.Type);
        Kinds = [.. _byKind.Keys.Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Kinds { get; }

    public OperationType Of(string kind) => _byKind[kind];

    /// <summary>The type of an operation that somebody has at hand.</summary>
    /// <exception cref="InvalidOperationException">It is not registered.</exception>
    public OperationType<TArgs, TReply, TResult> Of<TArgs, TReply, TResult>(
        DurableOperation<TArgs, TReply, TResult> operation)
        => _byOperation.TryGetValue(operation, out var type)
            ? (OperationType<TArgs, TReply, TResult>)type
            : throw new InvalidOperationException(
                $"{operation.GetType().Name} is not registered here: resolve it from the services, and register it "
                + $"with AddDurable().AddOperation<{operation.GetType().Name}>(\"its.kind\").");
}
