using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>
/// What is behind a call, through methods, interfaces, delegates and local functions of this compilation. Looked for
/// breadth first, so that the answer does not depend on who has asked before.
/// </summary>
/// <remarks>Thread-safe; each method is read once per compilation, if it is called where that matters.</remarks>
internal sealed class CallGraph(Compilation compilation, KnownSymbols known)
{
    /// <summary>How many methods are looked at behind one call.</summary>
    private const int MostMethods = 400;

    private readonly ConcurrentDictionary<IMethodSymbol, MethodFacts> _facts = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, ExternalCall?> _calls = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, string?> _waits = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _saves = new(SymbolEqualityComparer.Default);

    /// <summary>The external call that a method makes in the end; null when it makes none.</summary>
    public ExternalCall? CallIn(IMethodSymbol method) => _calls.GetOrAdd(method, FindCall);

    /// <summary>
    /// What a method waits for in the end, beside external calls. A lock counts in a method that says so by its name:
    /// what others guard for an instant is their own matter.
    /// </summary>
    public string? WaitIn(IMethodSymbol method) => _waits.GetOrAdd(
        method, asked => _facts.GetOrAdd(asked, Read).Wait is { } own && (own != "a lock" || IsOfWaiting(asked.Name))
            ? own
            : Reached(asked, static facts => facts.Callees).Select(static one => one.Facts.Wait)
                .FirstOrDefault(static wait => wait is not (null or "a lock")));

    /// <summary>Whether a method saves, and the token it is given can cancel that.</summary>
    public bool SavesUnderToken(IMethodSymbol method) => _saves.GetOrAdd(
        method, asked => Reached(asked, static facts => facts.UnderToken).Any(static one => one.Facts.SavesUnderToken));

    private static bool IsOfWaiting(string name) =>
        name.StartsWith("Enter", StringComparison.Ordinal) || name.StartsWith("Wait", StringComparison.Ordinal)
        || name.Contains("Lock") || name.StartsWith("Acquire", StringComparison.Ordinal);

    private ExternalCall? FindCall(IMethodSymbol method)
    {
        ExternalCall? read = null;
        foreach (var (facts, isReading) in Reached(method, static facts => facts.Callees))
        {
            var call = isReading ? facts.Call?.AsRead() : facts.Call;
            if (call is { IsRead: false })
            {
                return call;
            }

            read ??= call;
        }

        return read;
    }

    /// <summary>The methods behind one, with whether it is somebody who only reads that calls them.</summary>
    private IEnumerable<(MethodFacts Facts, bool IsReading)> Reached(
        IMethodSymbol from, Func<MethodFacts, List<IMethodSymbol>> next)
    {
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { from };
        var pending = new Queue<(IMethodSymbol Method, bool IsReading)>([(from, false)]);
        while (pending.Count > 0)
        {
            var (method, isReading) = pending.Dequeue();
            var facts = _facts.GetOrAdd(method, Read);
            isReading |= facts.IsReading;
            yield return (facts, isReading);
            foreach (var callee in next(facts))
            {
                if (seen.Count < MostMethods && seen.Add(callee))
                {
                    pending.Enqueue((callee, isReading));
                }
            }
        }
    }

    private MethodFacts Read(IMethodSymbol method)
    {
        var steps = MethodBodies.StepsOf(method, compilation).ToList();
        var verbs = steps.OfType<IPropertyReferenceOperation>()
            .Where(static one => one.Property.ContainingType.Name == "HttpMethod").ToList();
        var facts = new MethodFacts
        {
            IsReading = ExternalCall.IsOfReading(method.Name)
                || (verbs.Count > 0 && verbs.TrueForAll(static verb => verb.Property.Name is "Get" or "Head")),
        };
        foreach (var call in steps.OfType<IInvocationOperation>())
        {
            if (known.Tasks.IsTask(call.Type) && !Waiting.IsWaitedFor(call))
            {
                continue;
            }

            if (known.Calls.Alone(call) is { } external && facts.Call is null or { IsRead: true })
            {
                facts.Call = facts.Call is null || !external.IsRead ? external : facts.Call;
            }

            facts.Wait ??= known.Waits.Of(call) is "a delay" or "a lock" or "a distributed lock" or "a rate limit"
                ? known.Waits.Of(call) : null;
            var callees = known.Callees.Of(call).ToList();
            facts.Callees.AddRange(callees);
            facts.Callees.AddRange(known.Callees.Lambdas(call));
            if (call.Arguments.Any(argument =>
                argument.Parameter?.Type.Is(known.Tasks.CancellationToken) == true
                && argument.Value.WithoutConversion() is IParameterReferenceOperation))
            {
                facts.SavesUnderToken |= known.Saves.IsSave(call);
                facts.UnderToken.AddRange(callees);
            }
        }

        return facts;
    }
}
