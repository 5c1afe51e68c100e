using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>What the operators before a First or Single do, read back to the table they start from.</summary>
/// <remarks>A variable with several values counts with all of them together, in favour of staying quiet.</remarks>
internal sealed class QueryChain
{
    private readonly QueryTypes _types;
    private readonly HashSet<ILocalSymbol> _followed = new(SymbolEqualityComparer.Default);
    private readonly List<IAnonymousFunctionOperation> _predicates = [];

    public QueryChain(QueryTypes types, IOperation source)
    {
        _types = types;
        Read(source);
    }

    /// <summary>Whether it has an order.</summary>
    public bool IsOrdered { get; private set; }

    /// <summary>Whether it takes one row at most.</summary>
    public bool IsLimited { get; private set; }

    /// <summary>Whether it gives groups: totals, not rows that are looked up.</summary>
    public bool IsGrouped { get; private set; }

    /// <summary>Whether part of it cannot be seen from here, or is not a database's.</summary>
    public bool IsOpaque { get; private set; }

    /// <summary>Whether a condition does not compile, and so has no meaning.</summary>
    public bool IsBroken => _predicates.Any(static lambda => lambda.Descendants().Any(static part =>
        part.Kind == OperationKind.Invalid));

    /// <summary>What the rows of the table are that it starts from; null when that is not seen.</summary>
    public ITypeSymbol? Entity { get; private set; }

    /// <summary>The conditions of its Where calls.</summary>
    public IReadOnlyList<IAnonymousFunctionOperation> Predicates => _predicates;

    /// <summary>Adds a condition; one that is not written on the spot makes the chain opaque.</summary>
    public void AddPredicate(IOperation argument)
    {
        var value = argument;
        while (value is IConversionOperation or IDelegateCreationOperation)
        {
            value = value is IConversionOperation conversion
                ? conversion.Operand
                : ((IDelegateCreationOperation)value).Target;
        }

        if (value is IAnonymousFunctionOperation lambda)
        {
            _predicates.Add(lambda);
        }
        else
        {
            IsOpaque = true;
        }
    }

    private void Read(IOperation source)
    {
        var operation = source;
        while (operation is IConversionOperation or IParenthesizedOperation or ITranslatedQueryOperation)
        {
            operation = operation.ChildOperations.First();
        }

        IsOrdered |= _types.IsOrdered(operation.Type);
        switch (operation)
        {
            case IInvocationOperation call when _types.IsOperator(call.TargetMethod) && call.Arguments.Length > 0:
                ReadOperator(call);
                break;
            case ILocalReferenceOperation local:
                ReadLocal(local);
                break;
            case IConditionalOperation { WhenFalse: { } otherwise } conditional:
                Read(conditional.WhenTrue);
                Read(otherwise);
                break;
            case IPropertyReferenceOperation or IFieldReferenceOperation when _types.IsQuery(operation.Type):
                Entity = (operation.Type as INamedTypeSymbol)?.TypeArguments.FirstOrDefault();
                break;
            default:
                IsOpaque |= !_types.IsTable(operation.Type);
                Entity = (operation.Type as INamedTypeSymbol)?.TypeArguments.FirstOrDefault();
                break;
        }
    }

    private void ReadOperator(IInvocationOperation call)
    {
        switch (call.TargetMethod.Name)
        {
            case "OrderBy" or "OrderByDescending" or "Order" or "OrderDescending" or "ThenBy" or "ThenByDescending":
                IsOrdered = true;
                break;
            case "Where" when call.Arguments.Length > 1:
                AddPredicate(call.Arguments[1].Value);
                break;
            case "Take" when call.Arguments.Length > 1:
                IsLimited |= call.Arguments[1].Value.ConstantValue is { HasValue: true, Value: 1 };
                break;
            case "GroupBy":
                IsGrouped = true;
                break;
            case "FromSql" or "FromSqlRaw" or "FromSqlInterpolated":
                IsOpaque = true;
                break;
        }

        Read(call.Arguments[0].Value);
    }

    private void ReadLocal(ILocalReferenceOperation reference)
    {
        if (!_followed.Add(reference.Local))
        {
            return;
        }

        var isKnown = false;
        IOperation root = reference;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        foreach (var operation in root.Descendants())
        {
            var value = operation switch
            {
                IVariableDeclaratorOperation declarator
                    when SymbolEqualityComparer.Default.Equals(declarator.Symbol, reference.Local)
                    => declarator.Initializer?.Value,
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation to } assignment
                    when SymbolEqualityComparer.Default.Equals(to.Local, reference.Local)
                    => assignment.Value,
                _ => null,
            };
            if (value is not null)
            {
                isKnown = true;
                Read(value);
            }
        }

        IsOpaque |= !isKnown;
    }
}
