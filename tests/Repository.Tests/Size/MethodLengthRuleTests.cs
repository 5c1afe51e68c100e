using Repository.Tests.Rules.Size;

namespace Repository.Tests.Size;

public sealed class MethodLengthRuleTests() : RuleSpecification(new MethodLengthRule())
{
    [Fact]
    public void Check_AMethodOf60Lines_Fires() => Fires("src/A.cs", Method(60));

    [Fact]
    public void Check_AMethodOf59Lines_StaysQuiet() => Quiet("src/A.cs", Method(59));

    [Fact]
    public void Check_ALongConstructor_Fires() => Fires(
        "src/A.cs", "class A\n{\n    A()\n    {\n" + Lines(60, "        B();") + "    }\n}\n");

    [Fact]
    public void Check_ALongProgram_Fires() => Fires("src/Program.cs", Lines(60, "B();"));

    [Fact]
    public void Check_ALongTypeOfShortMethods_StaysQuiet() => Quiet(
        "src/A.cs", "class A\n{\n" + Lines(100, "    void B() { }") + "}\n");

    private static string Method(int lines) =>
        "class A\n{\n    void B()\n    {\n" + Lines(lines - 3, "        B();") + "    }\n}\n";
}
