using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>LH0007: a session or a connection that is held for more than one unit of work.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class OneUnitOfWorkAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "LH0007";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "One unit of work for each session",
        "{0}",
        LeaseholdDocs.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A session leases, does one unit of work, commits and gives the connection back. Several units in "
            + "one session hold the connection between them.",
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
                var sites = new UnitSites(types);
                start.RegisterOperationBlockStartAction(block => Watch(block, sites));
            }
        });
    }

    private static void Watch(OperationBlockStartAnalysisContext block, UnitSites sites)
    {
        var found = new ConcurrentQueue<UnitSite>();
        block.RegisterOperationAction(
            context =>
            {
                if (sites.Of((IInvocationOperation)context.Operation) is { } site)
                {
                    found.Enqueue(site);
                }
            },
            OperationKind.Invocation);
        block.RegisterOperationBlockEndAction(end =>
        {
            var all = found.ToList();
            foreach (var site in all.Where(static s => s.IsSecondAlready))
            {
                Report(end, site, "begins a transaction inside a session, which has one already");
            }

            var rest = all.Where(static s => !s.IsSecondAlready).ToList();
            if (rest.Count > 1 || rest.Exists(static s => IsInLoop(s.Operation)))
            {
                Follow(end, rest);
            }
        });
    }

    private static void Follow(OperationBlockAnalysisContext end, List<UnitSite> sites)
    {
        foreach (var block in end.OperationBlocks)
        {
            if (!sites.Exists(s => IsWithin(s.Operation, block)))
            {
                continue;
            }

            foreach (var graph in FlowOperations.WithNested(end.GetControlFlowGraph(block), end.CancellationToken))
            {
                foreach (var second in new SecondUnit(graph, sites).Find())
                {
                    Report(end, second, second.IsCommit
                        ? "may commit a second time"
                        : "may begin a second transaction on the same connection");
                }
            }
        }
    }

    private static void Report(OperationBlockAnalysisContext end, UnitSite site, string what)
        => end.ReportDiagnostic(Diagnostic.Create(
            Rule,
            site.Operation.Syntax.GetLocation(),
            $"'{site.Subject.Name}' {what}: use one session for each unit of work, so that the connection is not held "
                + "between them"));

    private static bool IsInLoop(IOperation operation)
    {
        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is ILoopOperation or ILabeledOperation)
            {
                return true;
            }

            if (current is IBlockOperation block && block.Operations.Any(static o => o is ILabeledOperation))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWithin(IOperation operation, IOperation block)
    {
        for (var current = operation; current is not null; current = current.Parent)
        {
            if (current == block)
            {
                return true;
            }
        }

        return false;
    }
}
