/// Printed by `Tests/Oracles/seeded_generator.py`.
enum SeededGeneratorFixture {
    static let answers: [(seed: UInt64, words: [UInt64], after1000: UInt64)] = [
        (
            0x0, [0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A, 0x1A5F_849D_4933_E6E0, 0x6AA5_94F1_262D_2D2C],
            0x2C9F_68B0_7664_2982
        ),
        (
            0x1, [0xB3F2_AF6D_0FC7_10C5, 0x853B_5596_4736_4CEA, 0x92F8_9756_082A_4514, 0x642E_1C7B_C266_A3A7],
            0xCDF9_3337_D61F_6382
        ),
        (
            0x2A, [0x1578_0B2E_0C2E_C716, 0x6104_D986_6D11_3A7E, 0xAE17_5332_39E4_99A1, 0xECB8_AD47_03B3_60A1],
            0x0F50_28C2_8F57_71B2
        ),
        (
            0xDEAD_BEEF, [0xC555_5444_A74D_7E83, 0x65C3_0D37_B4B1_6E38, 0x54F7_7320_0A4E_FA23, 0x429A_ED75_FB95_8AF7],
            0xBF22_A707_3D94_3680
        ),
        (
            0xFFFF_FFFF_FFFF_FFFF,
            [0x8F55_20D5_2A7E_AD08, 0xC476_A018_CAA1_802D, 0x81DE_31C0_D260_469E, 0xBF65_8D7E_065F_3C2F],
            0x19C0_F8F6_D5A9_588F
        ),
    ]
}
