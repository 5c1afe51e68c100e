using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Tells calls that begin or commit a unit of work.</summary>
internal sealed class UnitSites(DatabaseSymbols types)
{
    /// <summary>The site that a call is, if any.</summary>
    public UnitSite? Of(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        if (call.Instance is not { } instance)
        {
            return null;
        }

        var kind = types.KindOf(instance.Type);
        var isCommit = (kind, name) switch
        {
            (HeldKind.Session or HeldKind.Transaction, "Commit" or "CommitAsync") => true,
            (HeldKind.Scope, "Complete") => true,
            (HeldKind.Context, "CommitTransaction" or "CommitTransactionAsync") => true,
            (HeldKind.None, "CommitTransaction" or "CommitTransactionAsync") => IsDatabaseOfContext(instance),
            _ => false,
        };
        // EF Core gives the connection back after each transaction of a context, so only what stands for the
        // connection itself is looked at here.
        var isBegin = kind == HeldKind.Connection && name is "BeginTransaction" or "BeginTransactionAsync";
        if (!isCommit && !(isBegin && kind == HeldKind.Connection))
        {
            return null;
        }

        return Subject(instance, out var isOfSession) is { } subject
            ? new UnitSite(call, subject, isCommit, isSecondAlready: isBegin && isOfSession)
            : null;
    }

    /// <summary>The variable under "session.Transaction", "lease.Connection" or "context.Database".</summary>
    private ISymbol? Subject(IOperation instance, out bool isOfSession)
    {
        isOfSession = false;
        var current = instance;
        while (true)
        {
            isOfSession |= types.KindOf(current.Type) == HeldKind.Session;
            switch (current)
            {
                case IConversionOperation conversion:
                    current = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    current = parenthesized.Operand;
                    break;
                case ILocalReferenceOperation local:
                    return local.Local;
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter;
                case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field:
                    return field.Field;
                case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property:
                    return property.Property;
                case IPropertyReferenceOperation { Instance: { } owner }
                    when types.KindOf(owner.Type) != HeldKind.None || IsDatabaseOfContext(current):
                    current = owner;
                    break;
                default:
                    return null;
            }
        }
    }

    private bool IsDatabaseOfContext(IOperation operation)
        => operation is IPropertyReferenceOperation { Property.Name: "Database", Instance: { } context }
            && types.KindOf(context.Type) == HeldKind.Context;
}
