using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>The SQL text of a Dapper call, as far as it stands in the source.</summary>
internal static class SqlArgument
{
    /// <summary>CommandType.StoredProcedure.</summary>
    private const int StoredProcedure = 4;

    /// <summary>The text, with "?" for parts that are put in at run time; null when there is none to be seen.</summary>
    public static string? Of(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == "commandType" && Number(argument.Value) == StoredProcedure)
            {
                return null;
            }
        }

        foreach (var argument in call.Arguments)
        {
            switch (argument.Parameter)
            {
                case { Name: "sql", Type.SpecialType: SpecialType.System_String }:
                    return Text(argument.Value);
                case { Type.Name: "CommandDefinition" }
                    when WithoutCasts(argument.Value) is IObjectCreationOperation command:
                    return command.Arguments.FirstOrDefault(static a => a.Parameter?.Name == "commandText") is { } text
                        ? Text(text.Value)
                        : null;
            }
        }

        return null;
    }

    private static string? Text(IOperation operation)
    {
        var value = WithoutCasts(operation);
        if (value.ConstantValue is { HasValue: true, Value: string constant })
        {
            return constant;
        }

        return value switch
        {
            IInterpolatedStringOperation interpolated => Interpolated(interpolated),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum
                when Text(sum.LeftOperand) is { } left => left + (Text(sum.RightOperand) ?? "?"),
            ILocalReferenceOperation local => OnlyValue(local) is { } only ? Text(only) : null,
            _ => null,
        };
    }

    private static string Interpolated(IInterpolatedStringOperation interpolated)
    {
        var text = new StringBuilder();
        foreach (var part in interpolated.Parts)
        {
            text.Append(part is IInterpolatedStringTextOperation { Text.ConstantValue.Value: string literal }
                ? literal
                : "?");
        }

        return text.ToString();
    }

    /// <summary>What a local was declared with, when nothing is assigned to it later.</summary>
    private static IOperation? OnlyValue(ILocalReferenceOperation reference)
    {
        IOperation root = reference;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        IOperation? initial = null;
        foreach (var operation in root.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator
                    when SymbolEqualityComparer.Default.Equals(declarator.Symbol, reference.Local):
                    initial = value;
                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation to }
                    when SymbolEqualityComparer.Default.Equals(to.Local, reference.Local):
                    return null;
            }
        }

        // "var sql = sql + ..." does not compile, yet is looked at while it is being written.
        return initial is null || initial.Descendants().OfType<ILocalReferenceOperation>()
            .Any(l => SymbolEqualityComparer.Default.Equals(l.Local, reference.Local))
                ? null
                : initial;
    }

    private static int? Number(IOperation value)
        => WithoutCasts(value).ConstantValue is { HasValue: true, Value: int number } ? number : null;

    private static IOperation WithoutCasts(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }
}
