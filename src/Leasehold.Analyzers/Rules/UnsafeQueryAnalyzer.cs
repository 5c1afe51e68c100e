using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>LH0003: "exactly one" where two may match, or "the first" of rows that have no order.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnsafeQueryAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a diagnostic that names the entity's time of creation.</summary>
    internal const string Time = "Time";

    /// <summary>The property of a diagnostic that names the entity's growing key.</summary>
    internal const string Key = "Key";

    /// <summary>The property of a diagnostic that names the class with <c>LatestOrDefaultAsync</c>.</summary>
    internal const string Latest = "Latest";

    public const string Id = "LH0003";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "Take the newest one row",
        "'{0}' {1}",
        LeaseholdDocs.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A look-up that may meet duplicates takes the newest one row, never \"exactly one or throw\", "
            + "and never whichever row the database happens to give first.",
        helpLinkUri: LeaseholdDocs.Rule(Id));

    private const string NotUnique = "throws as soon as two rows match, and nothing here makes the match unique: "
        + "take the newest one row";

    private const string NotOrdered =
        "takes whichever row the database gives first: order by what makes a row the newest";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var types = new QueryTypes(start.Compilation);
            var known = KnownSymbols.Of(start.Compilation, start.Options);
            var keys = new UniqueKeys(start.Compilation, known, start.Options);
            start.RegisterOperationAction(operation => Analyze(operation, types, keys), OperationKind.Invocation);
        });
    }

    private static void Analyze(OperationAnalysisContext context, QueryTypes types, UniqueKeys keys)
    {
        var call = (IInvocationOperation)context.Operation;
        var name = call.TargetMethod.Name;
        if (types.IsDapper(call.TargetMethod))
        {
            if (name.StartsWith("QuerySingle", StringComparison.Ordinal)
                || name.StartsWith("QueryFirst", StringComparison.Ordinal))
            {
                AnalyzeSql(context, call, keys);
            }
        }
        else if (name is "Single" or "SingleOrDefault" or "SingleAsync" or "SingleOrDefaultAsync"
            or "First" or "FirstOrDefault" or "FirstAsync" or "FirstOrDefaultAsync"
            && call.Arguments.Length > 0
            && types.IsOperator(call.TargetMethod))
        {
            AnalyzeLinq(context, call, types, keys);
        }
    }

    private static void AnalyzeLinq(
        OperationAnalysisContext context, IInvocationOperation call, QueryTypes types, UniqueKeys keys)
    {
        var isSingle = call.TargetMethod.Name.StartsWith("Single", StringComparison.Ordinal);
        var chain = new QueryChain(types, call.Arguments[0].Value);
        foreach (var argument in call.Arguments.Skip(1).Where(static a => a.Parameter?.Name == "predicate"))
        {
            chain.AddPredicate(argument.Value);
        }

        if (chain.IsOpaque || chain.IsBroken || chain.IsGrouped || (chain.IsOrdered && (!isSingle || chain.IsLimited)))
        {
            return;
        }

        if (KeyEquality.Of(chain.Predicates).Any(compared => keys.Identify(compared.Key, compared.Value)))
        {
            return;
        }

        var properties = ImmutableDictionary<string, string?>.Empty;
        if (call.TargetMethod.TypeArguments.FirstOrDefault() is { } row
            && call.Arguments[0].Syntax is not ArgumentSyntax)
        {
            var (time, key) = NewestRow.Of(row, keys);
            properties = properties.Add(Time, time).Add(Key, key).Add(Latest, types.LatestExtension);
        }

        // Rows without any condition may be the only ones of their table: nobody can know from here.
        var isKnown = chain.Predicates.Count > 0 && chain.Entity is { } entity && keys.IsModelHere(entity);
        Report(context, call, isSingle && !chain.IsLimited, isKnown, properties);
    }

    private static void AnalyzeSql(OperationAnalysisContext context, IInvocationOperation call, UniqueKeys keys)
    {
        if (SqlArgument.Of(call) is not { } text)
        {
            return;
        }

        var isSingle = call.TargetMethod.Name.StartsWith("QuerySingle", StringComparison.Ordinal);
        var query = new SqlQuery(text);
        if (!query.IsSelect
            || query.IsAggregate
            || query.IsGrouped
            || (query.IsOrdered && (!isSingle || query.IsLimited))
            || SqlKeys.Identify(query, call.TargetMethod.TypeArguments.FirstOrDefault(), keys) is true)
        {
            return;
        }

        var isKnown = keys.Schema.Of(query.Table) is not null;
        Report(context, call, isSingle && !query.IsLimited, isKnown, ImmutableDictionary<string, string?>.Empty);
    }

    private static void Report(
        OperationAnalysisContext context,
        IInvocationOperation call,
        bool isSingle,
        bool isKnown,
        ImmutableDictionary<string, string?> properties)
    {
        var at = call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
            ? access.Name.Identifier.GetLocation()
            : call.Syntax.GetLocation();
        context.ReportDiagnostic(Diagnostic.Create(
            Rule,
            at,
            isKnown ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            additionalLocations: null,
            properties,
            call.TargetMethod.Name,
            isSingle ? NotUnique : NotOrdered));
    }
}
