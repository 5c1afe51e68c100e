using Repository.Tests.Rules.Consistency;

namespace Repository.Tests.Consistency;

public sealed class LayerRuleTests() : RuleSpecification(new LayerRule())
{
    private const string Picture = "```\n  Low/    what lies below\n  High/   what uses it\n```\n";

    [Fact]
    public void Check_ATypeOfAHigherFolder_Fires() => Fires(
        (LayerRule.Page, Picture),
        ("src/Leasehold/Low/A.cs", "using Leasehold.High;\nnamespace Leasehold.Low;\ninternal class A { B? b; }\n"),
        ("src/Leasehold/High/B.cs", "namespace Leasehold.High;\ninternal class B;\n"));

    [Fact]
    public void Check_AMemberOfAHigherFolder_Fires() => Fires(
        (LayerRule.Page, Picture),
        ("src/Leasehold/Low/A.cs", "namespace Leasehold.Low;\ninternal class A { int x = Leasehold.High.B.One; }\n"),
        ("src/Leasehold/High/B.cs", "namespace Leasehold.High;\ninternal class B { public const int One = 1; }\n"));

    [Fact]
    public void Check_ATypeOfALowerFolder_StaysQuiet() => Quiet(
        (LayerRule.Page, Picture),
        ("src/Leasehold/Low/A.cs", "namespace Leasehold.Low;\ninternal class A;\n"),
        ("src/Leasehold/High/B.cs", "using Leasehold.Low;\nnamespace Leasehold.High;\ninternal class B { A? a; }\n"));

    [Fact]
    public void Check_AnInternalTypeInAnotherNamespace_Fires() => Fires(
        (LayerRule.Page, Picture), ("src/Leasehold/Low/A.cs", "namespace Leasehold;\ninternal class A;\n"));

    [Fact]
    public void Check_APublicTypeInTheNamespaceOfItsFolder_Fires() => Fires(
        (LayerRule.Page, Picture), ("src/Leasehold/Low/A.cs", "namespace Leasehold.Low;\npublic class A;\n"));

    [Fact]
    public void Check_AFolderThatThePictureLacks_Fires() => Fires(
        (LayerRule.Page, Picture), ("src/Leasehold/Other/A.cs", "namespace Leasehold.Other;\ninternal class A;\n"));
}
