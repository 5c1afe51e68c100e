using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>What is known about one compilation; made once for all rules, and shared by them.</summary>
/// <remarks>Thread-safe. A type that the compilation does not refer to is null, and matches nothing.</remarks>
internal sealed class KnownSymbols
{
    private static readonly ConditionalWeakTable<Compilation, KnownSymbols> Shared = new();

    private KnownSymbols(Compilation compilation)
    {
        Tasks = new TaskSymbols(compilation);
        Database = new DatabaseSymbols(compilation);
        External = new ExternalSymbols(compilation);
        Calls = new ExternalCalls(compilation, this);
        Factories = new LocalFactories(compilation, this);
        Loops = new QueryLoops(compilation, this);
        Waits = new WaitSymbols(compilation);
        Saves = new SaveSymbols(compilation, this);
        Functions = new FunctionBodies(this);
    }

    public TaskSymbols Tasks { get; }

    public DatabaseSymbols Database { get; }

    public ExternalSymbols External { get; }

    /// <summary>Which calls leave the process.</summary>
    public ExternalCalls Calls { get; }

    /// <summary>Which methods of this compilation return a connection that they opened.</summary>
    public LocalFactories Factories { get; }

    /// <summary>The loops over queries that stay open.</summary>
    public QueryLoops Loops { get; }

    /// <summary>Which calls wait for a clock, another thread or a person.</summary>
    public WaitSymbols Waits { get; }

    /// <summary>Which calls write to the database.</summary>
    public SaveSymbols Saves { get; }

    /// <summary>The bodies that hold something, with what they hold where.</summary>
    public FunctionBodies Functions { get; }

    public static KnownSymbols Of(Compilation compilation) =>
        Shared.GetValue(compilation, static known => new KnownSymbols(known));
}
