using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>LH0005: background work on the API's pool, or with something that belongs to a request.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class BackgroundWorkAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a diagnostic that naming another workload puts right.</summary>
    internal const string OtherWorkload = "OtherWorkload";

    public const string Id = "LH0005";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "Background work has a workload and a scope of its own",
        "{0}",
        LeaseholdDocs.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Background work on the pool of the API starves requests; background work with a context, session "
            + "or connection of a request uses it after it has gone back.",
        helpLinkUri: LeaseholdDocs.Rule(Id));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var known = KnownSymbols.Of(start.Compilation, start.Options);
            var hosts = new BackgroundHosts(start.Compilation);
            var api = ApiWorkload.Of(start.Compilation);
            if (api is not null)
            {
                start.RegisterOperationAction(o => AnalyzeWorkload(o, api, hosts), OperationKind.PropertyReference);
            }

            if (known.Database.Any)
            {
                var detached = new Detached(start.Compilation);
                var scoped = new ScopedTypes(start.Compilation, known.Database);
                var captures = new Captures(scoped, new Acquisitions(start.Compilation, known.Database));
                start.RegisterOperationAction(o => AnalyzeCall(o, known, detached, captures), OperationKind.Invocation);
                start.RegisterOperationAction(
                    o => AnalyzeOther(o, detached, captures),
                    OperationKind.ObjectCreation,
                    OperationKind.EventAssignment);
                start.RegisterOperationBlockAction(o => AnalyzeWorker(o, hosts, scoped));
                start.RegisterSymbolAction(o => AnalyzeHost(o, hosts, known), SymbolKind.NamedType);
            }
        });
    }

    private static void AnalyzeWorkload(OperationAnalysisContext context, ApiWorkload api, BackgroundHosts hosts)
    {
        var reference = (IPropertyReferenceOperation)context.Operation;
        if (api.IsUsed(reference) && hosts.Contain(context.ContainingSymbol))
        {
            var at = reference.Syntax is MemberAccessExpressionSyntax access ? access.Name : reference.Syntax;
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                at.GetLocation(),
                ImmutableDictionary<string, string?>.Empty.Add(OtherWorkload, "Background"),
                $"'{context.ContainingSymbol.ContainingType.Name}' runs in the background and leases from the pool of "
                    + "the API: use the Background workload"));
        }
    }

    private static void AnalyzeCall(
        OperationAnalysisContext context, KnownSymbols known, Detached detached, Captures captures)
    {
        var call = (IInvocationOperation)context.Operation;
        if (SharedContexts.In(call, known, context.Compilation) is { } shared)
        {
            Report(context, call, shared, "is used by several tasks at once: give each of them one of its own");
            return;
        }

        var isStart = Detached.IsStart(call);
        var isRun = detached.IsParallel(call.TargetMethod)
            || (isStart ? call.TargetMethod.Name is not ("Run" or "StartNew") || !Detached.IsAwaited(call)
                : IsDroppedWork(call));
        if (isRun)
        {
            var works = call.Arguments.Select(static a => a.Value).ToList();
            if (!isStart && call.Instance is { } instance)
            {
                works.Add(instance);
            }

            AnalyzeWork(context, works, captures);
        }
    }

    private static void AnalyzeOther(OperationAnalysisContext context, Detached detached, Captures captures)
    {
        switch (context.Operation)
        {
            case IObjectCreationOperation creation when detached.IsStart(creation):
                AnalyzeWork(context, [.. creation.Arguments.Select(static argument => argument.Value)], captures);
                break;
            case IEventAssignmentOperation tick when detached.IsTick(tick):
                AnalyzeWork(context, [tick.HandlerValue], captures);
                break;
        }
    }

    private static void AnalyzeWork(OperationAnalysisContext context, List<IOperation> works, Captures captures)
    {
        if (captures.In(works, context.CancellationToken) is { } captured)
        {
            Report(context, context.Operation, captured, "may be disposed, or used by two at once, while this goes on "
                + "in the background: give the work a scope and a session of its own");
        }
    }

    private static void AnalyzeWorker(OperationBlockAnalysisContext context, BackgroundHosts hosts, ScopedTypes scoped)
    {
        if (hosts.Contain(context.OwningSymbol))
        {
            foreach (var call in context.OperationBlocks.SelectMany(block => WorkerScopes.In(block, scoped)))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule,
                    call.Syntax.GetLocation(),
                    $"'{call.TargetMethod.TypeArguments[0].Name}' comes from one scope for the worker's whole life: "
                        + "make a scope for each turn of its loop"));
            }
        }
    }

    /// <summary>A hosted service lives as long as the process, and so does a context that it is made with.</summary>
    private static void AnalyzeHost(SymbolAnalysisContext context, BackgroundHosts hosts, KnownSymbols known)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!hosts.IsHostedService(type))
        {
            return;
        }

        foreach (var parameter in type.InstanceConstructors.SelectMany(static constructor => constructor.Parameters)
            .Where(parameter => known.Database.IsContext(parameter.Type)))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                parameter.Locations[0],
                $"'{parameter.Name}' lives as long as the worker: make a scope and a context for each piece of work"));
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation at, ISymbol what, string why) =>
        context.ReportDiagnostic(Diagnostic.Create(Rule, at.Syntax.GetLocation(), $"'{what.Name}' {why}"));

    private static bool IsDroppedWork(IInvocationOperation call)
        => Detached.IsDropped(call) && call.TargetMethod.Name is not ("DisposeAsync" or "CloseAsync");
}
