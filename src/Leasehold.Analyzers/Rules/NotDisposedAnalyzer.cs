using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>LH0004: a connection, lease, session, reader or context that some path never disposes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class NotDisposedAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a diagnostic that <c>using</c> at the declaration would put right.</summary>
    internal const string UsingFits = "UsingFits";

    public const string Id = "LH0004";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "Dispose what holds a connection on every path",
        "'{0}' {1}: its connection is not given back",
        LeaseholdDocs.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A connection, lease, session, transaction, reader or context that is not disposed keeps its "
            + "place in the pool until the garbage collector finds it, or for ever.",
        helpLinkUri: LeaseholdDocs.Rule(Id));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var types = KnownSymbols.Of(start.Compilation, start.Options).Database;
            if (types.Any)
            {
                var acquisitions = new Acquisitions(start.Compilation, types);
                start.RegisterOperationBlockStartAction(block => Watch(block, acquisitions));
            }
        });
    }

    private static void Watch(OperationBlockStartAnalysisContext block, Acquisitions acquisitions)
    {
        var found = new ConcurrentQueue<Acquired>();
        block.RegisterOperationAction(
            context =>
            {
                var kind = acquisitions.Acquired(context.Operation, context.CancellationToken);
                if (kind == HeldKind.None)
                {
                    return;
                }

                if (AcquisitionSite.InLocal(context.Operation, kind) is { } acquired)
                {
                    found.Enqueue(acquired);
                }
                else if (AcquisitionSite.IsLost(context.Operation, acquisitions, context.CancellationToken))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rule,
                        context.Operation.Syntax.GetLocation(),
                        context.Operation.Syntax.ToString(),
                        Words(Leak.Always)));
                }
            },
            OperationKind.Invocation,
            OperationKind.ObjectCreation);
        block.RegisterOperationBlockEndAction(end =>
        {
            foreach (var ofRoot in found.GroupBy(a => RootOf(a.Source, end.OperationBlocks)))
            {
                if (ofRoot.Key is { } root)
                {
                    Follow(root, ofRoot, end);
                }
            }
        });
    }

    private static void Follow(IOperation root, IEnumerable<Acquired> found, OperationBlockAnalysisContext end)
    {
        List<ControlFlowGraph>? graphs = null;
        foreach (var acquired in found)
        {
            if (IsLeftToNestedFunction(root, acquired, end.CancellationToken))
            {
                continue;
            }

            graphs ??= FlowOperations.WithNested(end.GetControlFlowGraph(root), end.CancellationToken).ToList();
            foreach (var graph in graphs)
            {
                if (Locate(graph, acquired) is { } place)
                {
                    var path = new HoldPath(graph, acquired.Local, end.CancellationToken);
                    Report(path, place.Block, place.Index, acquired, end);
                    break;
                }
            }
        }
    }

    private static void Report(
        HoldPath path, BasicBlock block, int index, Acquired acquired, OperationBlockAnalysisContext end)
    {
        var leak = path.After(block, index);
        if (leak == Leak.None)
        {
            return;
        }

        var isMoved = path.IsMoved;
        if (!isMoved && !path.IsReleased)
        {
            leak = Leak.Always;
        }

        var properties = ImmutableDictionary<string, string?>.Empty;
        if (!isMoved && acquired.IsDeclaration)
        {
            properties = properties.Add(UsingFits, "true");
        }

        end.ReportDiagnostic(Diagnostic.Create(
            Rule, acquired.Source.Syntax.GetLocation(), properties, acquired.Local.Name, Words(leak)));
    }

    private static string Words(Leak leak) => leak switch
    {
        Leak.Always => "is never disposed",
        Leak.OnSomePath => "is not disposed on every path",
        _ => "is not disposed when something throws first",
    };

    /// <summary>A lambda or local function that disposes the local, or hands it on, is trusted to be called.</summary>
    private static bool IsLeftToNestedFunction(IOperation root, Acquired acquired, CancellationToken cancellationToken)
    {
        var home = FunctionOf(acquired.Source);
        foreach (var operation in root.Descendants())
        {
            if (operation is ILocalReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Local, acquired.Local)
                && FunctionOf(reference) != home
                && LocalUses.Of(reference, cancellationToken) is not LocalUse.Borrow)
            {
                return true;
            }
        }

        return false;
    }

    private static IOperation? FunctionOf(IOperation operation)
    {
        var current = operation.Parent;
        while (current is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            current = current.Parent;
        }

        return current;
    }

    private static (BasicBlock Block, int Index)? Locate(ControlFlowGraph graph, Acquired acquired)
    {
        foreach (var block in graph.Blocks)
        {
            for (var i = 0; i < block.Operations.Length; i++)
            {
                foreach (var operation in FlowOperations.Of(block.Operations[i]))
                {
                    if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation to } assignment
                        && assignment.Syntax == acquired.Statement
                        && SymbolEqualityComparer.Default.Equals(to.Local, acquired.Local))
                    {
                        return (block, i);
                    }
                }
            }
        }

        return null;
    }

    private static IOperation? RootOf(IOperation operation, ImmutableArray<IOperation> blocks)
    {
        for (var current = operation; current is not null; current = current.Parent)
        {
            if (blocks.Contains(current))
            {
                return current;
            }
        }

        return null;
    }
}
