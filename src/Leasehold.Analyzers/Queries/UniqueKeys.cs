using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>Which properties of an entity identify one row: by attributes, conventions and configuration.</summary>
internal sealed class UniqueKeys(Compilation compilation)
{
    private static readonly HashSet<string> KeyAttributes = new(StringComparer.Ordinal)
    {
        "System.ComponentModel.DataAnnotations.KeyAttribute",
        "LinqToDB.Mapping.PrimaryKeyAttribute",
        "Dapper.Contrib.Extensions.KeyAttribute",
        "Dapper.Contrib.Extensions.ExplicitKeyAttribute",
    };

    private readonly ConcurrentDictionary<ITypeSymbol, IReadOnlyList<HashSet<string>>> _keys =
        new(SymbolEqualityComparer.Default);

    private readonly Lazy<FluentKeys> _fluent = new(() => new FluentKeys(compilation));
    private readonly Lazy<MigratedKeys> _migrated = new(() => new MigratedKeys(compilation));

    /// <summary>Whether values for these properties identify one row at most.</summary>
    public bool Identify(ITypeSymbol type, HashSet<string> properties)
        => Of(type).Any(key => key.IsSubsetOf(properties));

    /// <summary>Each key or unique index of a type.</summary>
    public IReadOnlyList<HashSet<string>> Of(ITypeSymbol type) => _keys.GetOrAdd(type, Find);

    private List<HashSet<string>> Find(ITypeSymbol type)
    {
        var keys = new List<HashSet<string>>();
        var primary = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var attribute in current.GetAttributes())
            {
                AddClassKey(attribute, keys);
            }

            foreach (var property in current.GetMembers().Where(static m => m is IPropertySymbol or IFieldSymbol))
            {
                AddMemberKey(property, primary, keys);
            }

            keys.AddRange(_fluent.Value.Of(current));
        }

        if (primary.Count > 0)
        {
            keys.Add(primary);
        }

        keys.AddRange(_migrated.Value.Of(TableMapping.Table(type))
            .Select(columns => TableMapping.Properties(type, columns))
            .OfType<HashSet<string>>());

        // By convention Id or <Type>Id is the key, unless it is said to be only a part of one.
        if (!keys.Any(static k => k.Count > 1 && k.Contains("Id")))
        {
            keys.Add(Single("Id"));
            keys.Add(Single("ID"));
            keys.Add(Single(type.Name + "Id"));
        }

        return keys;
    }

    private static HashSet<string> Single(string name) => new(StringComparer.Ordinal) { name };

    private static void AddClassKey(AttributeData attribute, List<HashSet<string>> keys)
    {
        var isKey = attribute.AttributeClass?.ToDisplayString() switch
        {
            "Microsoft.EntityFrameworkCore.PrimaryKeyAttribute" => true,
            "Microsoft.EntityFrameworkCore.IndexAttribute"
                => attribute.NamedArguments.Any(static a => a is { Key: "IsUnique", Value.Value: true }),
            _ => false,
        };
        if (isKey)
        {
            var names = attribute.ConstructorArguments
                .SelectMany(static a => a.Kind == TypedConstantKind.Array ? a.Values.AsEnumerable() : [a])
                .Select(static a => a.Value as string)
                .OfType<string>();
            keys.Add(new HashSet<string>(names, StringComparer.Ordinal));
        }
    }

    private static void AddMemberKey(ISymbol member, HashSet<string> primary, List<HashSet<string>> keys)
    {
        foreach (var attribute in member.GetAttributes())
        {
            var name = attribute.AttributeClass?.ToDisplayString();
            if (name is null)
            {
                continue;
            }

            if (KeyAttributes.Contains(name) || (IsColumn(name) && HasFlag(attribute, "IsPrimaryKey")))
            {
                primary.Add(member.Name);
            }
            else if (name == "LinqToDB.Mapping.IdentityAttribute"
                || (IsColumn(name) && HasFlag(attribute, "IsIdentity")))
            {
                keys.Add(Single(member.Name));
            }
        }
    }

    private static bool IsColumn(string attribute) => attribute == "LinqToDB.Mapping.ColumnAttribute";

    private static bool HasFlag(AttributeData attribute, string flag)
        => attribute.NamedArguments.Any(a => a.Key == flag && a.Value.Value is true);
}
