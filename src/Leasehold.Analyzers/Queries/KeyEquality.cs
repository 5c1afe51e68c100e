using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>The properties that a condition compares with values, where every comparison must hold.</summary>
internal static class KeyEquality
{
    /// <summary>Names of the properties compared by equality, grouped by the type that has them.</summary>
    public static Dictionary<ITypeSymbol, HashSet<string>> Of(IEnumerable<IAnonymousFunctionOperation> predicates)
    {
        var found = new Dictionary<ITypeSymbol, HashSet<string>>(SymbolEqualityComparer.Default);
        foreach (var predicate in predicates)
        {
            if (Result(predicate) is not { } condition || predicate.Symbol.Parameters.Length == 0)
            {
                continue;
            }

            foreach (var (owner, name) in Conjuncts(condition).SelectMany(c => Compared(c, predicate.Symbol)))
            {
                if (!found.TryGetValue(owner, out var names))
                {
                    found[owner] = names = new HashSet<string>(StringComparer.Ordinal);
                }

                names.Add(name);
            }
        }

        return found;
    }

    private static IOperation? Result(IAnonymousFunctionOperation lambda)
        => lambda.Body.Operations.Length == 1
            && lambda.Body.Operations[0] is IReturnOperation { ReturnedValue: { } value }
            ? value
            : null;

    private static IEnumerable<IOperation> Conjuncts(IOperation condition)
        => WithoutCasts(condition) switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and
                => Conjuncts(and.LeftOperand).Concat(Conjuncts(and.RightOperand)),
            var single => [single],
        };

    private static IEnumerable<(ITypeSymbol Owner, string Name)> Compared(IOperation condition, IMethodSymbol lambda)
    {
        var (left, right) = condition switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals
                => (equals.LeftOperand, equals.RightOperand),
            IInvocationOperation { TargetMethod.Name: "Equals", Instance: { } instance, Arguments.Length: 1 or 2 } call
                => (instance, call.Arguments[0].Value),
            IInvocationOperation { TargetMethod.Name: "Equals", Instance: null, Arguments.Length: 2 or 3 } call
                => (call.Arguments[0].Value, call.Arguments[1].Value),
            _ => (null, null),
        };
        if (left is null || right is null)
        {
            yield break;
        }

        if (Property(left, lambda) is { } ofLeft && !MentionsParameter(right, lambda))
        {
            yield return ofLeft;
        }

        if (Property(right, lambda) is { } ofRight && !MentionsParameter(left, lambda))
        {
            yield return ofRight;
        }
    }

    private static (ITypeSymbol Owner, string Name)? Property(IOperation side, IMethodSymbol lambda)
        => WithoutCasts(side) switch
        {
            IPropertyReferenceOperation { Instance: { Type: { } nullable } instance, Property.Name: "Value" }
                when nullable.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
                => Property(instance, lambda),
            IPropertyReferenceOperation { Instance: { Type: { } owner } instance } property
                when IsRow(instance, lambda) || IsOnlyOne(instance, lambda) => (owner, property.Property.Name),
            IFieldReferenceOperation { Instance: { Type: { } owner } instance } field
                when IsRow(instance, lambda) => (owner, field.Field.Name),
            // EF.Property<T>(row, "Name"), a property that the class does not show.
            IInvocationOperation { TargetMethod.Name: "Property", Arguments.Length: 2 } shadow
                when shadow.TargetMethod.ContainingType.Name == "EF"
                    && WithoutCasts(shadow.Arguments[0].Value) is { Type: { } owner } row
                    && IsRow(row, lambda)
                    && shadow.Arguments[1].Value.ConstantValue is { HasValue: true, Value: string name }
                => (owner, name),
            _ => null,
        };

    /// <summary>The row itself, or part of the anonymous row that a join makes; not what it navigates to.</summary>
    private static bool IsRow(IOperation instance, IMethodSymbol lambda) => WithoutCasts(instance) switch
    {
        IParameterReferenceOperation parameter
            => SymbolEqualityComparer.Default.Equals(parameter.Parameter.ContainingSymbol, lambda),
        IPropertyReferenceOperation { Instance: { Type.IsAnonymousType: true } outer } => IsRow(outer, lambda),
        _ => false,
    };

    /// <summary>What a row navigates to, where each side has only one of the other.</summary>
    private static bool IsOnlyOne(IOperation instance, IMethodSymbol lambda) =>
        WithoutCasts(instance) is IPropertyReferenceOperation { Instance: { Type: { } owner } row } navigation
        && IsRow(row, lambda)
        && UniqueKeys.OneToOne(owner).Contains(navigation.Property, SymbolEqualityComparer.Default);

    private static bool MentionsParameter(IOperation value, IMethodSymbol lambda)
        => value.DescendantsAndSelf().OfType<IParameterReferenceOperation>()
            .Any(p => SymbolEqualityComparer.Default.Equals(p.Parameter.ContainingSymbol, lambda));

    private static IOperation WithoutCasts(IOperation operation)
    {
        while (operation is IConversionOperation or IParenthesizedOperation)
        {
            operation = operation.ChildOperations.First();
        }

        return operation;
    }
}
