using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Consistency;

/// <summary>
/// Every log message has an event id, no id is used twice, and each assembly has hundreds of its own, so that an id
/// tells where it comes from.
/// </summary>
internal sealed class EventIdRule : IRule
{
    private const int Block = 100;

    public IEnumerable<Violation> Check(RepositoryTree tree)
    {
        var messages = tree.CSharpFiles.Where(static file => !file.IsIn("tests")).SelectMany(Messages).ToList();
        return messages.Where(static message => message.Id is null)
            .Select(static message => new Violation(message.Path, message.Line, "The log message has no event id."))
            .Concat(Repeated(messages))
            .Concat(Shared(messages));
    }

    private static IEnumerable<Violation> Repeated(IEnumerable<Message> messages) =>
        from same in messages.Where(static message => message.Id is not null).GroupBy(static message => message.Id)
        from message in same.Skip(1)
        select new Violation(message.Path, message.Line, $"Event id {same.Key} belongs to {same.First().Path}.");

    private static IEnumerable<Violation> Shared(IEnumerable<Message> messages) =>
        from block in messages.Where(static message => message.Id is not null)
            .GroupBy(static message => message.Id!.Value / Block)
        let owner = block.First().Assembly
        from message in block
        where !string.Equals(message.Assembly, owner, StringComparison.Ordinal)
        select new Violation(
            message.Path, message.Line, $"Event ids from {block.Key * Block} on belong to {owner}.");

    private static IEnumerable<Message> Messages(RepositoryFile file) =>
        from attribute in file.Syntax.DescendantNodes().OfType<AttributeSyntax>()
        where attribute.Name.ToString() is "LoggerMessage" or "LoggerMessageAttribute"
        select new Message(
            file.Path, attribute.FirstLine(), string.Join('/', file.Path.Split('/').Take(2)), IdOf(attribute));

    private static int? IdOf(AttributeSyntax attribute)
    {
        var arguments = attribute.ArgumentList?.Arguments ?? default;
        var id = arguments.FirstOrDefault(static argument =>
                argument.NameEquals?.Name.Identifier.ValueText is "EventId"
                || argument.NameColon?.Name.Identifier.ValueText is "eventId")
            ?? arguments.FirstOrDefault(static argument => argument is { NameEquals: null, NameColon: null });
        var text = id?.Expression.ToString().Replace("_", string.Empty, StringComparison.Ordinal);
        return int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private readonly record struct Message(string Path, int Line, string Assembly, int? Id);
}
