using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Invocations, read alike whether their method is an extension or not.</summary>
internal static class InvocationShape
{
    /// <summary>What the method is called on; the first argument of an extension method.</summary>
    public static IOperation? Receiver(this IInvocationOperation invocation) =>
        invocation.Instance
        ?? (invocation.TargetMethod.IsExtensionMethod ? invocation.ArgumentAt(0)?.Value : null);

    /// <summary>The argument of the parameter with this position, wherever it is written.</summary>
    public static IArgumentOperation? ArgumentAt(this IInvocationOperation invocation, int position) =>
        invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == position);

    /// <summary>The argument of the parameter with this name.</summary>
    public static IArgumentOperation? ArgumentOf(this IInvocationOperation invocation, string parameter) =>
        invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter);

    /// <summary>The method as it is declared: an extension method with its first parameter.</summary>
    public static IMethodSymbol Declared(this IInvocationOperation invocation) =>
        (invocation.TargetMethod.ReducedFrom ?? invocation.TargetMethod).OriginalDefinition;

    /// <summary>The value without conversions around it.</summary>
    public static IOperation WithoutConversion(this IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }
}
