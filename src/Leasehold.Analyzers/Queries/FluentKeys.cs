using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Leasehold.Analyzers;

/// <summary>Keys and unique indexes that this project configures by calls, of EF Core and linq2db.</summary>
/// <remarks>Looked for once, and only when a query is about to be reported.</remarks>
internal sealed class FluentKeys
{
    private readonly Dictionary<ITypeSymbol, List<HashSet<string>>> _keys = new(SymbolEqualityComparer.Default);
    private readonly Compilation _compilation;

    public FluentKeys(Compilation compilation)
    {
        _compilation = compilation;
        foreach (var tree in compilation.SyntaxTrees)
        {
            SemanticModel? model = null;
            foreach (var call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (call.Expression is MemberAccessExpressionSyntax access
                    && IsKeyCall(access.Name.Identifier.ValueText, call))
                {
#pragma warning disable RS1030 // One look at the calls that configure keys; its answer is kept for the compilation.
                    model ??= compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
                    Add(call, access, model);
                }
            }
        }
    }

    public IReadOnlyList<HashSet<string>> Of(ITypeSymbol type)
        => _keys.TryGetValue(type, out var keys) ? keys : [];

    private static bool IsKeyCall(string name, InvocationExpressionSyntax call) => name switch
    {
        "HasKey" or "HasAlternateKey" or "HasPrimaryKey" or "HasIdentity" or "IsPrimaryKey" or "IsIdentity" => true,
        "HasIndex" => IsMadeUnique(call),
        "HasForeignKey" => IsOneToOne(call),
        _ => false,
    };

    /// <summary>The foreign key of a one-to-one relation is unique.</summary>
    private static bool IsOneToOne(ExpressionSyntax call)
    {
        while (call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access })
        {
            if (access.Name.Identifier.ValueText == "WithOne")
            {
                return access.Expression is InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "HasOne" },
                };
            }

            call = access.Expression;
        }

        return false;
    }

    private static bool IsMadeUnique(ExpressionSyntax call)
    {
        while (call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access)
        {
            if (access.Name.Identifier.ValueText == "IsUnique")
            {
                var isUnique = next.ArgumentList.Arguments.FirstOrDefault()?.Expression;
                return isUnique?.IsKind(SyntaxKind.FalseLiteralExpression) != true;
            }

            call = next;
        }

        return false;
    }

    private void Add(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access, SemanticModel model)
    {
        if (model.GetTypeInfo(access.Expression).Type is not INamedTypeSymbol builder || !IsBuilder(builder))
        {
            return;
        }

        var source = access.Name.Identifier.ValueText is "IsPrimaryKey" or "IsIdentity"
            ? PropertyCall(access.Expression)
            : call;
        var entity = builder.TypeArguments.FirstOrDefault() ?? NamedEntity(call, model);
        var names = source is null ? [] : Names(source, model);
        if (access.Name.Identifier.ValueText == "HasForeignKey")
        {
            entity = Dependent(call, access, model);
            names.RemoveWhere(static name => name.Contains('.'));
        }

        if (entity is null || names.Count == 0)
        {
            return;
        }

        if (!_keys.TryGetValue(entity, out var keys))
        {
            _keys[entity] = keys = [];
        }

        keys.Add(names);
    }

    private static bool IsBuilder(INamedTypeSymbol type)
        => type.Name is "EntityTypeBuilder" or "EntityMappingBuilder" or "PropertyMappingBuilder"
                or "ReferenceReferenceBuilder"
            && type.ContainingNamespace.ToDisplayString() is var space
            && (space.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
                || space.StartsWith("LinqToDB", StringComparison.Ordinal));

    /// <summary>The side of a one-to-one relation that has the foreign key.</summary>
    private ITypeSymbol? Dependent(
        InvocationExpressionSyntax call, MemberAccessExpressionSyntax access, SemanticModel model) =>
        access.Name is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } types }
            ? model.GetTypeInfo(types[0]).Type
        : call.ArgumentList.Arguments.FirstOrDefault()?.Expression is { } first
            && model.GetConstantValue(first).Value is string name ? _compilation.GetTypeByMetadataName(name)
        : null;

    /// <summary>The "Property(x => x.Id)" that an "IsPrimaryKey()" belongs to.</summary>
    private static InvocationExpressionSyntax? PropertyCall(ExpressionSyntax receiver)
    {
        while (receiver is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call)
        {
            if (access.Name.Identifier.ValueText == "Property")
            {
                return call;
            }

            receiver = access.Expression;
        }

        return null;
    }

    /// <summary>The entity of <c>Entity("Namespace.Order", b => ...)</c> or <c>Entity(typeof(Order))</c>.</summary>
    private ITypeSymbol? NamedEntity(SyntaxNode call, SemanticModel model)
    {
        foreach (var outer in call.Ancestors().OfType<InvocationExpressionSyntax>())
        {
            if (outer is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Entity" } }
                && outer.ArgumentList.Arguments.FirstOrDefault()?.Expression is { } name)
            {
                return name is TypeOfExpressionSyntax type
                    ? model.GetTypeInfo(type.Type).Type
                    : model.GetConstantValue(name).Value is string text ? _compilation.GetTypeByMetadataName(text)
                    : null;
            }
        }

        return null;
    }

    private static HashSet<string> Names(InvocationExpressionSyntax call, SemanticModel model)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var argument in call.ArgumentList.Arguments)
        {
            switch (argument.Expression)
            {
                case LambdaExpressionSyntax { ExpressionBody: MemberAccessExpressionSyntax member }:
                    names.Add(member.Name.Identifier.ValueText);
                    break;
                case LambdaExpressionSyntax { ExpressionBody: AnonymousObjectCreationExpressionSyntax several }:
                    names.UnionWith(several.Initializers
                        .Select(static i => i.Expression)
                        .OfType<MemberAccessExpressionSyntax>()
                        .Select(static m => m.Name.Identifier.ValueText));
                    break;
                default:
                    if (model.GetConstantValue(argument.Expression).Value is string text)
                    {
                        names.Add(text);
                    }

                    break;
            }
        }

        return names;
    }
}
