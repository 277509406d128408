extension LeafPlan {
    static let home: [LeafPlan] = [
        LeafPlan(
            "Home/家居 > Living Room/客厅 > Cushions/抱枕", price: 26, returns: 0.04,
            types: "Cushion/抱枕, Floor Cushion/坐垫, Bolster/圆柱抱枕, Cushion Cover/抱枕套",
            materials: "Velvet/天鹅绒, Linen/亚麻, Bouclé/圈圈绒, Cotton/纯棉",
            styles: "Fringed/流苏, Embroidered/刺绣, Plain/素色, Striped/条纹", colours: Palette.home,
            benefits: "plump and soft/蓬松柔软, washable cover/套子可拆洗, a touch of colour/点亮客厅"),
        LeafPlan(
            "Home/家居 > Living Room/客厅 > Lamps/灯具", price: 72, spread: 0.55, returns: 0.05,
            season: .peaking(11.5, by: 0.3),
            types: "Table Lamp/台灯, Floor Lamp/落地灯, Pendant Light/吊灯, Reading Lamp/阅读灯",
            materials: "Brass/黄铜, Rattan/藤编, Ceramic/陶瓷, Smoked Glass/烟熏玻璃, Oak/橡木",
            styles: "Dimmable/可调光, Arched/弧形, Minimal/极简, Vintage/复古", colours: Palette.home,
            benefits: "a warm glow in the evening/夜晚暖光, easy on the eyes/护眼不刺目, bulb included/附赠灯泡"),
        LeafPlan(
            "Home/家居 > Living Room/客厅 > Rugs/地毯", price: 120, spread: 0.6, returns: 0.07,
            types: "Area Rug/客厅地毯, Runner/长条地毯, Round Rug/圆形地毯, Kilim/基里姆毯",
            materials: "Wool/羊毛, Jute/黄麻, Cotton/棉, Recycled Polyester/再生涤纶",
            styles: "Hand-Woven/手工编织, Berber/柏柏尔, Geometric/几何, Low-Pile/短绒", colours: Palette.home,
            sizes: "80 × 150 cm/80×150厘米, 120 × 170 cm/120×170厘米, 160 × 230 cm/160×230厘米",
            benefits: "soft under bare feet/赤足柔软, does not slip/防滑底, hides crumbs well/耐脏好打理"),
        LeafPlan(
            "Home/家居 > Bedroom/卧室 > Bedding/床品", price: 88, returns: 0.05,
            types: "Duvet Cover Set/被套四件套, Fitted Sheet/床笠, Pillowcase Pair/枕套一对, Duvet/被子",
            materials: "Percale Cotton/高支棉, Linen/亚麻, Bamboo/竹纤维, Sateen/贡缎, Mulberry Silk/桑蚕丝",
            styles: "Washed/水洗, Plain/素色, Checked/格纹, Embroidered/刺绣", colours: Palette.home,
            sizes: "Single/单人, Double/双人, King/加大",
            benefits:
                "cool in summer and warm in winter/冬暖夏凉, certified without harmful dyes/无有害染料, sleep like in a hotel/酒店般好眠"
        ),
        LeafPlan(
            "Home/家居 > Bedroom/卧室 > Blankets/毯子", price: 54, returns: 0.04, season: .peaking(12, by: 0.7),
            types: "Throw/盖毯, Weighted Blanket/重力毯, Bedspread/床盖, Electric Blanket/电热毯",
            materials: "Fleece/摇粒绒, Merino/美利奴羊毛, Cotton/纯棉, Faux Fur/仿皮草",
            styles: "Waffle/华夫格, Fringed/流苏, Chunky/粗织, Reversible/双面", colours: Palette.home,
            benefits: "for slow Sundays/慵懒周末必备, warm in minutes/迅速升温, calms a restless night/安抚睡眠"),
        LeafPlan(
            "Home/家居 > Bathroom/浴室 > Towels/毛巾", price: 24, returns: 0.03,
            types: "Bath Towel/浴巾, Hand Towel/毛巾, Towel Set/毛巾套装, Bath Mat/浴室地垫",
            materials: "Egyptian Cotton/埃及棉, Bamboo/竹纤维, Turkish Cotton/土耳其棉, Linen/亚麻",
            styles: "Waffle/华夫格, Plush/加厚, Striped/条纹, Quick-Dry/速干", colours: Palette.home,
            benefits: "thirsty and soft/吸水柔软, dries quickly/干得快, stays fluffy/久用蓬松"),
        LeafPlan(
            "Home/家居 > Scents/香氛 > Candles/香薰蜡烛", price: 19, returns: 0.02, cycle: 30, season: .peaking(12, by: 0.6),
            types: "Scented Candle/香薰蜡烛, Pillar Candle/柱状蜡烛, Travel Candle/旅行装蜡烛, Tealight Set/茶蜡套装",
            materials: "Fig/无花果, Sandalwood/檀香, Lavender/薰衣草, Orange Blossom/橙花, Cedar/雪松",
            styles: "Soy Wax/大豆蜡, Beeswax/蜂蜡, Three-Wick/三芯, Hand-Poured/手工浇注",
            sizes: "120 g/120克, 220 g/220克, 400 g/400克",
            benefits: "burns for forty hours/燃烧四十小时, clean and even/燃烧均匀无烟, fills the room gently/淡雅满室",
            materialName: "scent"),
    ]

    static let kitchen: [LeafPlan] = [
        LeafPlan(
            "Kitchen/厨房 > Cookware/炊具 > Pans/锅具", price: 62, spread: 0.55, returns: 0.03,
            types: "Frying Pan/平底锅, Saucepan/汤锅, Casserole/炖锅, Wok/炒锅, Griddle/烤盘锅",
            materials: "Cast Iron/铸铁, Stainless Steel/不锈钢, Copper/紫铜, Carbon Steel/碳钢, Ceramic/陶瓷",
            styles: "Non-Stick/不粘, Lidded/带盖, Induction/电磁炉适用, Professional/专业",
            sizes:
                "20 cm/20厘米, 24 cm/24厘米, 28 cm/28厘米",
            benefits: "heats evenly/受热均匀, from hob to oven/灶台烤箱通用, lasts a lifetime/耐用一生"),
        LeafPlan(
            "Kitchen/厨房 > Cookware/炊具 > Bakeware/烘焙器具", price: 22, returns: 0.03, season: .peaking(12, by: 0.4),
            types: "Loaf Tin/吐司模, Cake Tin/蛋糕模, Baking Tray/烤盘, Muffin Tin/麦芬模, Mixing Bowl/打蛋盆",
            materials: "Carbon Steel/碳钢, Silicone/硅胶, Glass/玻璃, Stoneware/炻瓷",
            styles: "Non-Stick/不粘, Deep/加深, Stackable/可叠放, Fluted/花边", colours: Palette.home,
            benefits: "nothing sticks/轻松脱模, goes in the dishwasher/可用洗碗机, crisp edges every time/边缘酥脆"),
        LeafPlan(
            "Kitchen/厨房 > Tableware/餐具 > Mugs/马克杯", price: 14, returns: 0.03, season: .peaking(12, by: 0.3),
            types: "Mug/马克杯, Espresso Cup/浓缩咖啡杯, Travel Mug/随行杯, Mug Set/马克杯套装",
            materials: "Stoneware/炻瓷, Porcelain/瓷, Enamel/搪瓷, Double-Wall Glass/双层玻璃",
            styles: "Speckled/斑点, Hand-Thrown/手工拉坯, Stackable/可叠放, Ribbed/竖纹", colours: Palette.home,
            benefits: "keeps tea hot/保温好茶, fits both hands/双手捧握正好, microwave safe/可用微波炉"),
        LeafPlan(
            "Kitchen/厨房 > Tableware/餐具 > Plates/盘子", price: 34, returns: 0.04,
            types: "Dinner Plate Set/餐盘套装, Serving Platter/大盘, Pasta Bowl/意面碗, Side Plate Set/小盘套装",
            materials: "Stoneware/炻瓷, Porcelain/瓷, Bamboo/竹, Recycled Glass/再生玻璃",
            styles: "Reactive-Glaze/窑变釉, Rimmed/宽边, Matte/哑光, Hand-Painted/手绘", colours: Palette.home,
            benefits: "no two are alike/件件独特, chip-resistant/不易磕碰, for every day and for guests/日常待客皆宜"),
        LeafPlan(
            "Kitchen/厨房 > Small Appliances/小家电 > Kettles/电水壶", price: 58, returns: 0.05,
            types: "Electric Kettle/电水壶, Gooseneck Kettle/手冲细口壶, Stovetop Kettle/明火水壶",
            materials: "Stainless Steel/不锈钢, Glass/玻璃, Enamel/搪瓷",
            styles: "Quiet/静音, Variable-Temperature/温控, Fast-Boil/快煮, Retro/复古", colours: Palette.devices,
            sizes: "0.8 L/0.8升, 1.2 L/1.2升, 1.7 L/1.7升",
            benefits: "boils in three minutes/三分钟烧开, stops by itself/自动断电, easy to descale/除垢方便"),
        LeafPlan(
            "Kitchen/厨房 > Small Appliances/小家电 > Blenders/料理机", price: 84, spread: 0.5, returns: 0.06,
            types: "Jug Blender/搅拌机, Hand Blender/手持料理棒, Smoothie Maker/果汁机, Food Processor/食物处理机",
            materials: "Tritan/共聚酯, Glass/玻璃, Stainless Steel/不锈钢",
            styles:
                "Compact/小巧, High-Power/大功率, Cordless/无线, Quiet/静音",
            colours: Palette.devices,
            benefits: "crushes ice/可碎冰, rinses clean in seconds/一冲即净, small on the worktop/不占台面"),
    ]
}
