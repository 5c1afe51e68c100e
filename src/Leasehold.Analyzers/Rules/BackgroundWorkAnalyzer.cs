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
            var held = KnownSymbols.Of(start.Compilation, start.Options).Database;
            var hosts = new BackgroundHosts(start.Compilation);
            var api = ApiWorkload.Of(start.Compilation);
            if (api is not null)
            {
                start.RegisterOperationAction(o => AnalyzeWorkload(o, api, hosts), OperationKind.PropertyReference);
            }

            if (held.Any)
            {
                var detached = new Detached(start.Compilation);
                var captures = new Captures(
                    new ScopedTypes(start.Compilation, held), new Acquisitions(start.Compilation, held));
                start.RegisterOperationAction(o => AnalyzeStart(o, detached, captures), OperationKind.Invocation);
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

    private static void AnalyzeStart(OperationAnalysisContext context, Detached detached, Captures captures)
    {
        var call = (IInvocationOperation)context.Operation;
        var isStart = detached.IsStart(call.TargetMethod);
        if (isStart ? Detached.IsAwaited(call) : !IsDroppedWork(call))
        {
            return;
        }

        var works = call.Arguments.Select(static a => a.Value).ToList();
        if (!isStart && call.Instance is { } instance)
        {
            works.Add(instance);
        }

        if (captures.In(works, context.CancellationToken) is { } captured)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                call.Syntax.GetLocation(),
                $"'{captured.Name}' may be disposed, or used by two at once, while this goes on in the background: "
                    + "give the work a scope and a session of its own"));
        }
    }

    private static bool IsDroppedWork(IInvocationOperation call)
        => Detached.IsDropped(call) && call.TargetMethod.Name is not ("DisposeAsync" or "CloseAsync");
}
