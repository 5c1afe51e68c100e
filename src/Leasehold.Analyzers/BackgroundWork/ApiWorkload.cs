using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>The properties that stand for the API's workload and pool.</summary>
internal sealed class ApiWorkload
{
    private readonly HashSet<ISymbol> _properties = new(SymbolEqualityComparer.Default);

    private ApiWorkload()
    {
    }

    /// <summary>The ones of a compilation; null when it does not use Leasehold.</summary>
    public static ApiWorkload? Of(Compilation compilation)
    {
        var found = new ApiWorkload();
        foreach (var type in new[] { "Leasehold.ConnectionPools", "Leasehold.Workload" })
        {
            if (compilation.GetTypeByMetadataName(type) is { } known)
            {
                found._properties.UnionWith(known.GetMembers("Api"));
            }
        }

        return found._properties.Count > 0 ? found : null;
    }

    /// <summary>Whether connections are leased by a reference: not a comparison, not a look at numbers.</summary>
    public bool IsUsed(IPropertyReferenceOperation reference)
        => _properties.Contains(reference.Property)
            && User(reference) switch
            {
                IBinaryOperation or INameOfOperation => false,
                IPropertyReferenceOperation property when property.Instance == reference => false,
                IInvocationOperation call when call.Instance == reference
                    => call.TargetMethod.Name is not ("Snapshot" or "Clear" or "Equals" or "ToString" or "GetHashCode"),
                _ => true,
            };

    private static IOperation? User(IOperation operation)
    {
        var user = operation.Parent;
        while (user is IConversionOperation)
        {
            user = user.Parent;
        }

        return user;
    }
}
