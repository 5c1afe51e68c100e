using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>The resources of one body, one bit each, and the places through which they are reached.</summary>
internal sealed class HeldResources(KnownSymbols known)
{
    /// <summary>As many as a word has bits; a body with more is not followed further.</summary>
    private const int Limit = 64;

    private readonly List<HeldResource> _resources = [];
    private readonly Dictionary<IOperation, ulong> _acquired = [];
    private readonly Dictionary<Place, ulong> _reached = [];
    private readonly Dictionary<Place, Place> _derived = [];
    private readonly List<(Place Target, Place Source)> _copies = [];

    public int Count => _resources.Count;

    /// <summary>What the caller holds, as far as the parameters tell.</summary>
    public ulong AddParameters(IMethodSymbol? method)
    {
        var bits = 0ul;
        foreach (var parameter in method?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty)
        {
            if (HeldParameters.KindOf(parameter, known) is { } kind)
            {
                bits |= AddGiven(kind, parameter.Locations.FirstOrDefault(), Place.Of(parameter));
            }
        }

        return bits;
    }

    /// <summary>What is held from the start on, by whoever runs the body.</summary>
    public ulong AddGiven(HeldKind kind, Location? location, Place? place) =>
        Add(new HeldResource(kind, location ?? Location.None, place, owner: null));

    /// <summary>Finds acquisitions, and which places stand for the same thing.</summary>
    public void AddSteps(IEnumerable<IOperation> steps)
    {
        foreach (var step in steps)
        {
            if (Acquisition.Of(step, known) is { } acquisition)
            {
                AddAcquisition(step, acquisition);
            }
            else if (step is ISimpleAssignmentOperation assignment)
            {
                AddCopy(Place.Of(assignment.Target), assignment.Value);
            }
            else if (step is IFlowCaptureOperation capture)
            {
                AddCopy(Place.Of(capture.Id), capture.Value);
            }
        }

        SpreadCopies();
    }

    public ulong AcquiredBy(IOperation operation) => _acquired.TryGetValue(operation, out var bits) ? bits : 0;

    /// <summary>What ends when this place is disposed or closed.</summary>
    public ulong EndingWith(Place place)
    {
        var bits = Reached(place);
        for (var i = 0; i < _resources.Count; i++)
        {
            if (_resources[i].Owner is { } owner && (owner.Equals(place) || (Reached(owner) & bits) != 0))
            {
                bits |= 1ul << i;
            }
        }

        return bits;
    }

    public ulong EndedBy(Release release)
    {
        var bits = EndingWith(release.Place);
        if (release.TransactionsOnly)
        {
            for (var i = 0; i < _resources.Count; i++)
            {
                if (_resources[i].Kind != HeldKind.Transaction)
                {
                    bits &= ~(1ul << i);
                }
            }
        }

        return bits;
    }

    public IEnumerable<HeldResource> Of(ulong state) =>
        _resources.Where((_, index) => (state & (1ul << index)) != 0);

    /// <summary>Where the result of an operation is kept: in a variable, a member or a temporary.</summary>
    public static Place? KeptIn(IOperation acquired)
    {
        for (var value = acquired; value.Parent is { } user; value = user)
        {
            switch (user)
            {
                case IConversionOperation or IAwaitOperation or IArgumentOperation:
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" }:
                    continue;
                case IAssignmentOperation assignment when assignment.Value == value:
                    return Place.Of(assignment.Target);
                case IFlowCaptureOperation capture:
                    return Place.Of(capture.Id);
                default:
                    return null;
            }
        }

        return null;
    }

    private ulong Reached(Place place) => _reached.TryGetValue(place, out var bits) ? bits : 0;

    private ulong Add(HeldResource resource)
    {
        if (_resources.Count == Limit)
        {
            return 0;
        }

        var bit = 1ul << _resources.Count;
        _resources.Add(resource);
        if (resource.Place is { } place)
        {
            _reached[place] = Reached(place) | bit;
        }

        return bit;
    }

    private void AddAcquisition(IOperation operation, Acquisition acquisition)
    {
        var owner = acquisition.Owner;
        if (owner is { } known && _derived.TryGetValue(known, out var origin))
        {
            owner = origin;
        }

        var place = acquisition.InPlace ? owner : KeptIn(operation) ?? owner;
        _acquired[operation] = Add(new HeldResource(acquisition.Kind, operation.Syntax.GetLocation(), place, owner));
    }

    private void AddCopy(Place? target, IOperation value)
    {
        if (target is not { } to)
        {
            return;
        }

        if (Place.Of(value) is { } source)
        {
            _copies.Add((to, source));
        }
        else if (Origin(value) is { } origin)
        {
            if (known.Database.IsCommand(value.WithoutConversion().Type))
            {
                _derived[to] = origin;
            }
            else if (known.Database.AlwaysHeld(value.WithoutConversion().Type) is not null)
            {
                _copies.Add((to, origin));
            }
        }
    }

    /// <summary>What a command was made of, or a transaction was taken from.</summary>
    private static Place? Origin(IOperation value) => value.WithoutConversion() switch
    {
        IInvocationOperation { Instance: { } instance } => Place.Of(instance),
        IInvocationOperation { Arguments.Length: > 0 } call => Place.Of(call.Arguments[0].Value),
        IObjectCreationOperation creation => creation.Arguments
            .Select(static argument => Place.Of(argument.Value)).LastOrDefault(static place => place is not null),
        _ => null,
    };

    private void SpreadCopies()
    {
        bool changed;
        do
        {
            changed = false;
            foreach (var (target, source) in _copies)
            {
                var bits = Reached(target) | Reached(source);
                changed |= bits != Reached(target);
                _reached[target] = bits;
            }
        }
        while (changed);
    }
}
