using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>
/// Where a value is kept: a local, a parameter, a member of this, or a temporary of the control-flow graph. What is
/// reached through a member of something is kept where that something is.
/// </summary>
internal readonly struct Place : IEquatable<Place>
{
    private readonly ISymbol? _symbol;
    private readonly CaptureId? _capture;

    private Place(ISymbol symbol) => _symbol = symbol;

    private Place(CaptureId capture) => _capture = capture;

    /// <summary>Its name in the source; none for a temporary.</summary>
    public string? Name => _symbol?.Name;

    public ISymbol? Symbol => _symbol;

    public static Place Of(ISymbol symbol) => new(symbol);

    public static Place Of(CaptureId capture) => new(capture);

    /// <summary>The place that an expression stands for; null for a value that is just computed.</summary>
    public static Place? Of(IOperation? operation)
    {
        while (operation is not null)
        {
            switch (operation)
            {
                case ILocalReferenceOperation local:
                    return new Place(local.Local);
                case IParameterReferenceOperation parameter:
                    return new Place(parameter.Parameter);
                case IFlowCaptureReferenceOperation capture:
                    return new Place(capture.Id);
                case IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member:
                    return new Place(member.Member);
                case IMemberReferenceOperation member:
                    operation = member.Instance;
                    break;
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IAwaitOperation wait:
                    operation = wait.Operation;
                    break;
                case IDeclarationExpressionOperation declaration:
                    operation = declaration.Expression;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured:
                    operation = configured.Receiver();
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    public bool Equals(Place other) =>
        SymbolEqualityComparer.Default.Equals(_symbol, other._symbol) && Nullable.Equals(_capture, other._capture);

    public override bool Equals(object? obj) => obj is Place other && Equals(other);

    public override int GetHashCode() =>
        _symbol is not null ? SymbolEqualityComparer.Default.GetHashCode(_symbol) : _capture.GetHashCode();
}
