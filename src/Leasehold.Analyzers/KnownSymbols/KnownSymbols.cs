using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Analyzers;

/// <summary>What is known about one compilation; made once for all rules, and shared by them.</summary>
/// <remarks>Thread-safe. A type that the compilation does not refer to is null, and matches nothing.</remarks>
internal sealed class KnownSymbols
{
    private static readonly ConditionalWeakTable<Compilation, KnownSymbols> Shared = new();

    private KnownSymbols(Compilation compilation, AnalyzerOptions? options)
    {
        Tasks = new TaskSymbols(compilation);
        Database = new DatabaseSymbols(compilation);
        External = new ExternalList(compilation, options);
        Calls = new ExternalCalls(this, new DirectCalls(compilation, this));
        Implementations = new Implementations(compilation);
        Callees = new Callees(compilation, this);
        Graph = new CallGraph(compilation, this);
        Summaries = new HeldSummaries(compilation, this);
        Loops = new QueryLoops(compilation, this);
        Served = new ServedSymbols(compilation, this);
        Waits = new WaitSymbols(this);
        Saves = new SaveSymbols(compilation, this);
        Functions = new FunctionBodies(this);
    }

    public TaskSymbols Tasks { get; }

    public DatabaseSymbols Database { get; }

    /// <summary>The list of what leaves the process.</summary>
    public ExternalList External { get; }

    /// <summary>Which calls leave the process.</summary>
    public ExternalCalls Calls { get; }

    /// <summary>Which methods stand behind an interface or a message.</summary>
    public Implementations Implementations { get; }

    /// <summary>Which methods a call runs.</summary>
    public Callees Callees { get; }

    /// <summary>What is behind a call in the end.</summary>
    public CallGraph Graph { get; }

    /// <summary>What methods leave open, return open or end.</summary>
    public HeldSummaries Summaries { get; }

    /// <summary>The loops over queries that stay open.</summary>
    public QueryLoops Loops { get; }

    /// <summary>Which calls last as long as a caller takes to read.</summary>
    public ServedSymbols Served { get; }

    /// <summary>Which calls wait for a clock, another thread or a person.</summary>
    public WaitSymbols Waits { get; }

    /// <summary>Which calls write to the database.</summary>
    public SaveSymbols Saves { get; }

    /// <summary>The bodies that hold something, with what they hold where.</summary>
    public FunctionBodies Functions { get; }

    /// <summary>What is known; the options are those of the compilation, whoever asks first.</summary>
    public static KnownSymbols Of(Compilation compilation, AnalyzerOptions? options = null) =>
        Shared.GetValue(compilation, known => new KnownSymbols(known, options));
}
