using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Finds the calls of one kind that a member waits for while it holds something.</summary>
internal static class HeldCalls
{
    /// <summary>Each such call, once.</summary>
    public static IEnumerable<HeldCall<T>> Of<T>(
        OperationBlockAnalysisContext context, KnownSymbols known, Func<IInvocationOperation, T?> find)
        where T : class
    {
        // One call may be found twice: by its own lambda, and by whoever runs that lambda.
        var seen = new HashSet<SyntaxNode>();
        foreach (var body in known.Functions.Holding(context))
        {
            var regions = body.Flow;
            foreach (var wait in Waiting.For(regions, known, find))
            {
                var held = regions.Held(wait.State).ToImmutableArray();
                if (held.Length > 0 && seen.Add(wait.Call.Syntax))
                {
                    yield return new HeldCall<T>(body, wait.Call, wait.Found, wait.State, held);
                }
            }
        }
    }
}
