using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>Tasks, streams of values, and cancellation.</summary>
internal sealed class TaskSymbols(Compilation compilation)
{
    private readonly ImmutableArray<INamedTypeSymbol> _tasks = compilation.Known(
        "System.Threading.Tasks.Task",
        "System.Threading.Tasks.ValueTask",
        "System.Threading.Tasks.ValueTask`1",
        "System.Runtime.CompilerServices.ConfiguredTaskAwaitable",
        "System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1",
        "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable",
        "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1",
        "Grpc.Core.AsyncUnaryCall`1");

    public INamedTypeSymbol? AsyncEnumerable { get; } =
        compilation.GetTypeByMetadataName("System.Collections.Generic.IAsyncEnumerable`1");

    public INamedTypeSymbol? CancellationToken { get; } =
        compilation.GetTypeByMetadataName("System.Threading.CancellationToken");

    public INamedTypeSymbol? Task { get; } = compilation.GetTypeByMetadataName("System.Threading.Tasks.Task");

    /// <summary>Whether it is a task of some kind, so that the call has not ended when it returns.</summary>
    public bool IsTask(ITypeSymbol? type) => type.IsAny(_tasks);

    /// <summary>What a task gives; any other type is itself.</summary>
    public ITypeSymbol? Unwrap(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1 } named && IsTask(named) ? named.TypeArguments[0] : type;
}
