using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Recognises conditions that ask whether a value is null.</summary>
internal static class NullTests
{
    public static bool IsTest(IOperation condition, Func<IOperation, bool> isValue, out bool trueMeansNull)
    {
        trueMeansNull = true;
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } inverted)
        {
            trueMeansNull = !trueMeansNull;
            condition = inverted.Operand;
        }

        switch (condition)
        {
            case IIsNullOperation isNull:
                return isValue(isNull.Operand);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary:
                trueMeansNull ^= binary.OperatorKind == BinaryOperatorKind.NotEquals;
                return (IsNull(binary.RightOperand) && isValue(binary.LeftOperand))
                    || (IsNull(binary.LeftOperand) && isValue(binary.RightOperand));
            case IIsPatternOperation { Pattern: IConstantPatternOperation constant } pattern
                when IsNull(constant.Value):
                return isValue(pattern.Value);
            case IIsPatternOperation { Pattern: INegatedPatternOperation negated } pattern
                when negated.Pattern is IConstantPatternOperation constant && IsNull(constant.Value):
                trueMeansNull = !trueMeansNull;
                return isValue(pattern.Value);
            case IIsPatternOperation { Pattern: IRecursivePatternOperation recursive } pattern
                when recursive.PropertySubpatterns.IsEmpty:
                trueMeansNull = !trueMeansNull;
                return isValue(pattern.Value);
            default:
                return false;
        }
    }

    private static bool IsNull(IOperation operation)
        => operation.ConstantValue is { HasValue: true, Value: null }
            || (operation is IConversionOperation conversion && IsNull(conversion.Operand));
}
